"""No template reaches Python, files or the network: published escapes of Jinja, and some that fit us."""

from __future__ import annotations

from typing import Any

import pytest
from docx_builder import PROPERTIES, compiled, docx, fill, p
from markupsafe import Markup

from pipeline.docx.environment import make_environment
from pipeline.docx.text import paragraphs
from pipeline.errors import TemplateError


class Writer:
    """What a careless program would put into a context: methods that write files."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.tpl = self

    def write_xml(self, path: str = "x") -> str:
        self.written.append(path)
        return path

    def __getitem__(self, key: object) -> object:
        self.written.append(f"item {key}")
        return self


ESCAPES = {
    "CVE-2014-0012, 2014-1402: no cache of byte code, no loader": "{% include '/tmp/x' %}",
    "CVE-2016-10745 str.format": "{{ '{0.__class__}'.format(x) }}",
    "CVE-2016-10745 str.format of a macro": "{% macro m() %}{% endmacro %}{{ '{0._func}'.format(m) }}",
    "CVE-2019-10906 str.format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "CVE-2020-28493 urlize": "{{ x|urlize }}",
    "CVE-2024-22195 xmlattr": "{{ {'a b': 1}|xmlattr }}",
    "CVE-2024-34064 xmlattr": "{{ {'a/b': 1}|xmlattr }}",
    "CVE-2024-56201 block names reach the source": "{% block a.b %}{% endblock %}",
    "CVE-2024-56326 indirect str.format": "{{ ['{0.__class__}'.format]|map('upper')|list }}",
    "CVE-2024-56326 through a macro": "{% macro c(f) %}{{ f(1) }}{% endmacro %}{{ c('{0.__class__}'.format) }}",
    "CVE-2025-27516 attr format": "{{ ('{0.__class__}'|attr('format'))(1) }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "subclasses by key": "{{ ''['__class__']['__mro__'] }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{% set n = namespace(a=1) %}{{ n.a }}",
    "namespace attribute": "{% set n.a = 1 %}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "dict": "{{ dict.mro() }}",
    "self": "{% block b %}{% endblock %}{{ self._TemplateReference__context }}",
    "self block": "{% block b %}{% endblock %}{{ self.b.__func__ }}",
    "super": "{% block b %}{{ super.__self__ }}{% endblock %}",
    "request": "{{ request.application.__globals__ }}",
    "config": "{{ config.items() }}",
    "flask": "{{ get_flashed_messages.__globals__ }}",
    "url_for": "{{ url_for.__globals__ }}",
    "include": "{% include '/etc/passwd' %}",
    "include ignore missing": "{% include '/etc/passwd' ignore missing %}",
    "include of a value": "{% include x %}",
    "import": "{% import '/etc/passwd' as y %}",
    "from import": "{% from '/etc/passwd' import y %}",
    "extends": "{% extends '/etc/passwd' %}",
    "attr": "{{ x|attr('__class__') }}",
    "map attribute": "{{ [x]|map(attribute='__class__')|first }}",
    "map attribute deep": "{{ [s]|map(attribute='a.__class__')|first }}",
    "map attr": "{{ [x]|map('attr', '__class__')|list }}",
    "selectattr": "{{ [w]|selectattr('tpl')|first }}",
    "rejectattr": "{{ [x]|rejectattr('__class__')|first }}",
    "groupby": "{{ [x]|groupby('__class__') }}",
    "sort": "{{ [x]|sort(attribute='__class__') }}",
    "sum": "{{ [x]|sum(attribute='__class__') }}",
    "unique attribute": "{{ [x]|unique(attribute='__class__')|first }}",
    "max attribute": "{{ [x, x]|max(attribute='__class__') }}",
    "format filter": "{{ '%s'|format(x) }}",
    "percent": "{{ '%s' % x }}",
    "percent of numbers": "{{ '%100000000d' % 5 }}",
    "f-string": "{{ f'{x.__class__}' }}",
    "pprint": "{{ w|pprint }}",
    "tojson": "{{ s|tojson }}",
    "safe": "{{ x|safe }}",
    "loop class": "{% for i in [1] %}{{ loop.__class__ }}{% endfor %}",
    "loop iterator": "{% for i in [1] %}{{ loop._iterator }}{% endfor %}",
    "loop cycle": "{% for i in [1] %}{{ loop.cycle.__self__ }}{% endfor %}",
    "caller": "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "varargs": "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}",
    "kwargs": "{% macro m() %}{{ kwargs.pop('a') }}{% endmacro %}{{ m(a=1) }}",
    "macro": "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
    "macro function": "{% macro m() %}{% endmacro %}{{ m._func }}",
    "range": "{{ range.__self__ }}",
    "range numbers": "{{ range(3).__class__ }}",
    "method": "{{ x.upper() }}",
    "object printed": "{{ w }}",
    "object attribute": "{{ w.tpl }}",
    "object method": "{{ w.tpl.write_xml('/tmp/x') }}",
    "object method by key": "{{ w['write_xml']('/tmp/x') }}",
    "object slice": "{{ w[1:2] }}",
    "object item": "{{ w[0] }}",
    "object filter": "{{ [w]|map(attribute='tpl.written')|first }}",
    "object joined": "{{ w ~ '' }}",
    "object in a list": "{{ [w]|join }}",
    "object called": "{{ w() }}",
    "function called": "{{ g() }}",
    "function in a filter": "{{ [1]|map(g)|list }}",
    "budget": "{{ _budget }}",
    "budget attribute": "{{ _budget.steps }}",
    "hook of the environment": "{{ made }}",
    "debug": "{% debug %}",
    "do": "{% do x %}",
    "translation": "{% trans %}x{% endtrans %}",
}


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_is_an_error_with_a_place(escape: str) -> None:
    writer = Writer()
    called: list[int] = []
    with pytest.raises(TemplateError) as caught:
        fill(p("đầu") + p(f"chữ {ESCAPES[escape]}"), x="chữ", s={"a": "b"}, w=writer, g=lambda: called.append(1))
    error = caught.value
    assert error.params["paragraph"].startswith("chữ ")  # type: ignore[attr-defined]
    assert str(error.params["tag"]) in ESCAPES[escape]
    assert not writer.written
    assert not called


@pytest.mark.parametrize("value", ["{{ 7 * 7 }}", "{% include 'x' %}", "{# x #}", "${7*7}", "<w:p/>"])
def test_data_that_look_like_a_template_stay_data(value: str) -> None:
    """CVE-2019-8341: text from outside is never compiled."""
    filled = compiled(docx(p("[{{ x }}]"))).fill({"x": value}, PROPERTIES)
    assert paragraphs(filled)[0].text == f"[{value}]"


def test_values_keep_the_trace_of_their_figures_when_they_are_joined() -> None:
    seen: list[Any] = []

    def hook(value: Any) -> Any:
        seen.append(value)
        return f"<{value}>" if isinstance(value, int) else value

    environment = make_environment({}, hook)
    made = environment.from_string("{{ n ~ ' & ' ~ t }}{{ t + t }}").render(n=5, t="ổ")
    assert made == "&lt;5&gt; &amp; ổổổ"
    assert 5 in seen


def test_joined_markup_is_not_escaped_twice() -> None:
    environment = make_environment({})
    text = "{% macro m() %}<b>{{ t }}{% endmacro %}{{ m() ~ '<' }}{{ [m(), '<']|join('&') }}"
    assert environment.from_string(text).render(t="&") == "<b>&amp;&lt;<b>&amp;&amp;&lt;"
    assert environment.from_string("{{ a ~ b }}").render(a="<", b=Markup("<b>")) == "&lt;<b>"


def test_autoescape_is_no_way_to_compute_while_compiling() -> None:
    bomb = "''" + "|replace('', 'aaaaaaaaaa')" * 20
    assert fill(p(f"{{% autoescape {bomb} %}}{{{{ x }}}}{{% endautoescape %}}"), x="<").count("&lt;") == 1

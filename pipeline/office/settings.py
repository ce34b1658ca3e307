"""The user profile of a LibreOffice that trusts nothing: written anew for each process, thrown away with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Setting = tuple[str, str, str]

SETTINGS: tuple[Setting, ...] = (
    # No macro runs, whoever signed it, and nothing active is shown.
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    # No place is trusted, so that nothing which a document links to is loaded.
    ("Office.Common/Security/Scripting", "SecureURL", ""),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # 0: never
    ("Office.Calc/Content/Update", "Link", "1"),  # 1: never
    ("Inet/Settings", "ooInetProxyType", "0"),  # 0: no proxy, nor the system's
    # Nothing asks, reports, saves or looks for updates by itself.
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    ("Office.Common/History", "PickListSize", "0"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Setup/Office", "MigrationCompleted", "true"),
    # What states no language of its own is Vietnamese.
    ("Setup/L10N", "ooLocale", "en-US"),
    ("Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("Office.Linguistic/General", "DefaultLocale", "vi-VN"),
)

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
"""


def write_profile(folder: Path, fonts: dict[str, str]) -> None:
    """Write the profile into ``folder``; ``fonts`` says which font stands in for which."""
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(registry(fonts), encoding="utf-8")


def registry(fonts: dict[str, str]) -> str:
    """The text of ``registrymodifications.xcu``."""
    items = [_item(path, _prop(name, value)) for path, name, value in SETTINGS]
    return "".join((HEAD, *items, *_replacements(fonts), "</oor:items>\n"))


def _replacements(fonts: dict[str, str]) -> Iterator[str]:
    if fonts:
        yield _item("Office.Common/Font/Substitution", _prop("Replacement", "true"))
    for number, (font, substitute) in enumerate(fonts.items()):
        values = {"ReplaceFont": font, "SubstituteFont": substitute, "Always": "true", "OnScreenOnly": "false"}
        props = "".join(_prop(name, value) for name, value in values.items())
        node = f'<node oor:name="_{number}" oor:op="replace">{props}</node>'
        yield _item("Office.Common/Font/Substitution/FontPairs", node)


def _item(path: str, content: str) -> str:
    return f"<item oor:path={quoteattr('/org.openoffice.' + path)}>{content}</item>\n"


def _prop(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop>'

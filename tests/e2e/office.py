"""An office suite that turns all papers and workbooks of a folder into other forms in one start."""

import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice")
PATIENCE = 120

needed = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice (soffice) is not installed")

# What each form is turned into: ending, filter, options of the filter.
FORMS = {
    "docx": (("pdf", "writer_pdf_Export", ""), ("txt", "Text (encoded)", "UTF8")),
    "xlsx": (("csv", "Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,false,false"),),
}

# It converts files to one form at a start, and is slow to start: a macro has it do several.
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Turn"
 script:language="StarBasic">
Dim document As Object
Sub Main
{lines}
  StarDesktop.terminate()
End Sub
Sub Opened(source As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, how())
End Sub
Sub Stored(target As String, filter As String, options As String)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = filter
  how(1).Name = "FilterOptions" : how(1).Value = options
  document.storeToURL(target, how())
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Turn"/>
</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/"
  xlink:type="simple" library:link="false"/>
</library:libraries>
"""
# A profile that says it is set up is taken as it is, with its macro.
SET_UP = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def turn(folder: Path, *, unprinted: str) -> None:
    """Beside each file of the folder, what the office suite makes of it; no pages of those whose
    names begin with `unprinted`.
    """
    user = folder / "profile" / "user"
    standard = user / "basic" / "Standard"
    standard.mkdir(parents=True)
    (standard / "Turn.xba").write_text(MACRO.format(lines=_lines(folder, unprinted)), "utf-8")
    (standard / "script.xlb").write_text(LIBRARY, "utf-8")
    (user / "basic" / "script.xlc").write_text(LIBRARIES, "utf-8")
    (user / "registrymodifications.xcu").write_text(SET_UP, "utf-8")
    _run(folder, "macro:///Standard.Turn.Main()")


def made(source: Path, ending: str) -> Path:
    """What the office suite made of the file; where it made nothing it is asked for that alone."""
    target = source.with_suffix(f".{ending}")
    if not target.exists():
        form = next(form for form in FORMS[source.suffix[1:]] if form[0] == ending)
        done = _run(source.parent, "--convert-to", ":".join(filter(None, form)),
                    "--outdir", str(source.parent), str(source))  # fmt: skip
        if "no export filter" in done.stderr or "could not be loaded" in done.stderr:
            pytest.skip(f"this LibreOffice cannot read {source.suffix}: {done.stderr.strip()}")
        assert target.exists(), done
    return target


def _lines(folder: Path, unprinted: str) -> str:
    lines = list[str]()
    for form, targets in FORMS.items():
        for source in sorted(folder.glob(f"*.{form}")):
            lines.append(f'Opened("{source.as_uri()}")')
            for ending, *how in targets:
                if ending == "pdf" and source.name.startswith(unprinted):
                    continue
                target = source.with_suffix(f".{ending}").as_uri()
                lines.append("Stored({})".format(", ".join(f'"{one}"' for one in (target, *how))))
            lines.append("document.close(True)")
    return "\n".join(f"  {line}" for line in lines)


def _run(folder: Path, *line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAM), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--norestore", *line],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip

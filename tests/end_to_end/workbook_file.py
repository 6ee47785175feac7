"""A workbook as a test reads and fills it."""
import re
import zipfile
from html import unescape
from xml.sax.saxutils import escape


class Workbook:
    """Just enough of a spreadsheet program: finds a cell by its heading and row, types into it, saves."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        names = re.findall(r'<sheet name="([^"]*)"', self.parts["xl/workbook.xml"].decode())
        self.sheets = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, 1)}
        self.shared = [re.sub("<[^>]*>", "", one) for one in
                       re.findall(r"(?s)<si>(.*?)</si>", self.parts.get("xl/sharedStrings.xml", b"").decode())]

    def rows(self, sheet):
        xml = self.parts[self.sheets[sheet]].decode()
        for number, cells in re.findall(r'(?s)<row r="(\d+)"[^>]*>(.*?)</row>', xml):
            found = {}
            for column, kind, inside in re.findall(r'(?s)<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', cells):
                text = re.sub("<[^>]*>", "", inside)
                found[column] = self.shared[int(text)] if 't="s"' in kind else text
            yield int(number), found

    def fill(self, sheet, wanted, typed):
        """Types into the row that holds `wanted` anywhere."""
        rows = list(self.rows(sheet))
        headings = {text: column for column, text in rows[0][1].items()}
        number = next(number for number, cells in rows if wanted in cells.values())
        xml = self.parts[self.sheets[sheet]].decode()
        for heading, text in typed.items():
            cell = f"{headings[escape(heading)]}{number}"
            made = f'<c r="{cell}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            xml, count = re.subn(rf'<c r="{cell}"[^>]*?/>', made, xml)
            assert count == 1, f"{sheet}!{cell} is no cell to type into"
        self.parts[self.sheets[sheet]] = xml.encode()
        return number

    def save(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in self.parts.items():
                file.writestr(name, data)

    def table(self, sheet):
        """Its rows below the heading as {heading: text}, without the line of sums; a cell that is empty is ""."""
        rows = list(self.rows(sheet))
        headings = {column: unescape(text) for column, text in rows[0][1].items()}
        for _, cells in rows[1:]:
            if unescape(next(iter(cells.values()), "")) in ("Total", "合计", "Summe"):
                return
            yield {heading: unescape(cells.get(column, "")) for column, heading in headings.items()}

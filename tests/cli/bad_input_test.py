#!/usr/bin/env python3
"""Every kind of bad file gives a clear error, or rejects with reasons, and no row that was good is lost."""
import io
import json
import random
import zipfile

from scenario import SHOP, Scenario, main, total

HEADER = "会员号,姓名,手机号\n"
GOOD = "G1,王伟,13912345678\n"
GOOD_2 = "G2,李娜,13800135790\n"


def workbook(sheet, shared="", more=(), edit=None):
    """A minimal XLSX file with one sheet. `edit` is a part and a function that damages its text."""
    space = "http://schemas.openxmlformats.org/"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{space}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" Type="{space}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{space}spreadsheetml/2006/main" xmlns:r="{space}officeDocument/2006/relationships"><sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" Type="{space}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{space}officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{space}spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}spreadsheetml/2006/main"><sheetData>{sheet}</sheetData>{shared}</worksheet>',
    }
    if edit:
        parts[edit[0]] = edit[1](parts[edit[0]])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


def cells(row, *texts):
    return f'<row r="{row}">' + "".join(
        text if text.startswith("<c") else f'<c r="{chr(65 + i)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(texts)) + "</row>"


def mutated(data, chance):
    """The bytes with one to four random damages: cut, doubled, overwritten, or with something put in. Never a line end."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.randint(1, 12))
        kind = chance.randrange(4)
        if kind == 0:
            del data[at:until]
        elif kind == 1:
            data[at:at] = data[at:until]
        elif kind == 2:
            data[at:until] = bytes(chance.choice(b'{}[]",:\\0eE+-.tfnu \x00\x7f\xc3\xff') for _ in range(until - at))
        else:
            data[at:at] = chance.choice([b'"', b"\\ud800", b"{" * 40, b"[" * 40, b"1e999", b"\xef\xbb\xbf", b"null", b",,", b"\\"])
    return bytes(data)


class BadInput(Scenario):
    def setUp(self):
        super().setUp()
        self.made()

    def imported(self, name, content, *words, encoding="utf-8"):
        return self.zhike("import", self.file(name, content, encoding), "--source", "shop", "--json", *words).json

    def refused(self, name, content, code, *words):
        done = self.zhike("import", self.file(name, content), "--source", "shop", "--json", *words, code=None)
        self.assertIn(done.code, (1, 2), done.err)
        self.assertEqual(done.error, code, done.err)
        self.zhike("sources")  # the workspace is as it was, and opens
        return done

    def counts(self, document, created, rejected):
        self.assertEqual((total(document, "created"), total(document, "rejected")), (created, rejected), json.dumps(document, ensure_ascii=False)[:2000])

    def reasons(self):
        return [row["reason"] for row in self.exported("rejects")]

    def test_an_empty_file_is_refused(self):
        self.refused("empty.csv", b"", "unreadable")

    def test_one_bad_file_of_several_costs_only_itself(self):
        files = [self.file("one.csv", HEADER + GOOD), self.file("empty.csv", b""), self.file("cut.parquet", b"PAR1" + b"\x15\x04" * 500), self.file("two.csv", HEADER + GOOD_2)]
        done = self.zhike("import", *files, "--source", "shop", "--json", code=1).json["files"]
        self.assertEqual([file["created"] for file in done], [1, 0, 0, 1])
        self.assertEqual([(file.get("error") or {}).get("code") for file in done], [None, "unreadable", "unreadable", None])
        told = self.zhike("import", *files, "--source", "other", code=1)
        for word in ("one.csv", "empty.csv", "cut.parquet", "two.csv"):
            self.assertIn(word, told.out)
        self.assertEqual(total(self.zhike("sources", "--json").json["sources"], "records"), 4)

    def test_a_full_disk_ends_an_import_of_several_files_at_once(self):
        files = [self.file("one.csv", HEADER + GOOD), self.file("two.csv", HEADER + GOOD_2)]
        done = self.zhike("import", *files, "--source", "shop", "--json", code=1, ZHIKE_FAILPOINT="ingest.archive_written=full")
        self.assertEqual((done.out, done.error), ("", "disk_full"))
        self.assertEqual(total(self.zhike("sources", "--json").json["sources"], "records"), 0)

    def test_a_header_without_rows_brings_none(self):
        self.counts(self.imported("header.csv", HEADER), 0, 0)

    def test_a_run_is_proposed_only_where_rows_came_in(self):
        for name, content, proposed in (("header.csv", HEADER, None), ("array.json", "[]", None), ("bad.csv", HEADER + "G1\n", "zhike export rejects"), ("good.csv", HEADER + GOOD, "zhike run")):
            with self.subTest(name):
                told = self.zhike("import", self.file(name, content), "--source", "shop").out
                self.assertEqual("zhike run" in told, proposed == "zhike run", told)
                self.assertIn(proposed or "", told)
        self.zhike("export", "rejects", "--to", self.folder / "rejects.csv")

    def test_a_file_without_header_is_mapped_by_content(self):
        self.counts(self.imported("bare.csv", GOOD + GOOD_2 + "G3,张三丰,13922223344\n"), 3, 0)

    def test_a_file_of_which_no_column_is_known_is_told(self):
        unknown = "aaa,bbb\n1,2\n3,4\n"
        for words, key in ((["--preview"], "previews"), ([], "files")):
            with self.subTest(key):
                notes = self.imported("unknown.csv", unknown, *words)[key][0]["notes"]
                self.assertTrue(any("--map" in note for note in notes), notes)
        self.assertFalse(any("--map" in note for note in self.imported("known.csv", HEADER + GOOD)["files"][0]["notes"]))

    def test_ragged_rows_are_rejected_and_the_others_come_in(self):
        self.counts(self.imported("ragged.csv", HEADER + GOOD + "G8,多,13511112222,列,太多\n" + "G9\n" + GOOD_2), 2, 2)

    def test_a_quote_never_closed_costs_only_its_own_line(self):
        self.counts(self.imported("quote.csv", HEADER + GOOD + 'G8,"没有关,13511112222\n' + GOOD_2), 2, 1)

    def test_nul_bytes_cost_only_their_own_line(self):
        self.counts(self.imported("nul.csv", (HEADER + GOOD).encode() + b"G8,a\0b,13511112222\n" + GOOD_2.encode()), 2, 1)
        self.assertIn("nul_byte", self.reasons())

    def test_a_line_of_200_mb_costs_only_itself(self):
        path = self.folder / "long.csv"
        with open(path, "wb") as out:
            out.write((HEADER + GOOD).encode())
            for _ in range(200):
                out.write(b"x" * 1_000_000)
            out.write(b"\n" + GOOD_2.encode())
        self.counts(self.zhike("import", path, "--source", "shop", "--json", timeout=600).json, 2, 1)
        self.assertIn("row_too_long", self.reasons())

    def test_a_first_line_that_is_too_long_is_never_silence(self):
        long = "x" * 3_000_000
        for name, content in {"only": long, "first": long + "\n" + GOOD, "row": f"K1,{long},139\n" + GOOD}.items():
            with self.subTest(name):
                self.refused(name + ".csv", content, "too_large")
        self.counts(self.imported("second.csv", HEADER + f"K1,{long},139\n"), 0, 1)
        self.assertIn("row_too_long", self.reasons())
        wide = "会员号,姓名," + ",".join("x" * 300 + str(i) for i in range(4000))
        self.counts(self.imported("raised.csv", wide + "\nG1,王伟" + "," * 4000 + "\n", "--row-bytes-max", 4_000_000), 1, 0)

    def test_mixed_encodings_in_one_file_are_read_line_by_line(self):
        self.counts(self.imported("mixed.csv", (HEADER + GOOD).encode() + "G2,李娜,13800135790\n".encode("gb18030")), 2, 0)
        self.zhike("run")
        self.assertEqual({row["full_name"] for row in self.exported("customers")}, {"王伟", "李娜"})

    def test_every_encoding_gives_the_same_rows(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
            with self.subTest(encoding):
                self.zhike("import", self.file(f"{encoding}.csv", SHOP, encoding), "--source", encoding, "--json")
        self.zhike("run", "standardise")
        listed = self.zhike("sources", "--json").json
        self.assertEqual(total(listed, "records"), 20)

    def test_duplicate_column_names_keep_both_columns(self):
        self.counts(self.imported("twice.csv", "会员号,姓名,手机号,手机号\nG1,王伟,13912345678,13912345679\n"), 1, 0)

    def test_five_thousand_columns_come_in(self):
        header = "会员号,姓名,手机号," + ",".join(f"x{i}" for i in range(5000))
        self.counts(self.imported("wide.csv", header + "\nG1,王伟,13912345678," + "," * 4999 + "\n"), 1, 0)

    def test_a_workbook_with_formulas_merged_cells_and_serial_dates(self):
        sheet = cells(1, "会员号", "姓名", "手机号", "出生日期") + cells(
            2, "G1", '<c r="B2" t="str"><f>"王"&amp;"伟"</f><v>王伟</v></c>', "13912345678", '<c r="D2" s="1"><v>31118</v></c>') + cells(3, "G2", "李娜", "13800135790")
        self.counts(self.imported("book.xlsx", workbook(sheet, '<mergeCells count="1"><mergeCell ref="C3:D3"/></mergeCells>')), 2, 0)
        self.zhike("run")
        self.assertIn("1985-03-12", {row["birth_date"] for row in self.exported("customers")})

    def test_a_damaged_workbook_is_refused_whole(self):
        rows = [cells(1, "会员号", "姓名", "手机号")] + [cells(i, f"G{i}", "王伟", "13912345678") for i in range(2, 2000)]
        before, behind = "".join(rows[:1000]), "".join(rows[1000:])
        for name, sheet in {
            "no_tag": before + '<row r="1001"><<<& </row>' + behind,
            "other_name": before + '<row r="1001"><c r="A1001"><v>1</c></v></row>' + behind,
            "never_closed": before + '<row r="1001"><c r="A1001" t="inlineStr"><is><t>x</t></is></c>' + behind,
            "bare_attribute": before + '<row r="1001"><c r=A1001 t="inlineStr"><is><t>x</t></is></c></row>' + behind,
            "text_that_is_not_there": before + '<row r="1001"><c r="A1001" t="s"><v>7</v></c></row>' + behind,
        }.items():
            with self.subTest(name):
                self.refused(name + ".xlsx", workbook(sheet), "unreadable")
        sheet = "xl/worksheets/sheet1.xml"
        for cut_at in ('<row r="1500"><c r="A1500"', '<row r="1500">', '<row r="1501">', "</sheetData>"):
            with self.subTest(cut_at):
                refused = self.refused("cut.xlsx", workbook(before + behind, edit=(sheet, lambda text: text[:text.index(cut_at) + len(cut_at)])), "unreadable")
                self.assertIn("'one'", refused.err)
        odd = cells(1, "会员号", "姓名", "手机号") + '<!-- a < b --><row r="2" x="a>b"><c r="A2" t="str"><f>"a"&gt;1</f><v><![CDATA[G<2]]></v></c><c r="B2" t="s"/><c r="C2"><v>1</v></c></row>'
        self.counts(self.imported("odd.xlsx", workbook(odd)), 1, 0)
        self.counts(self.imported("whole.xlsx", workbook(before + behind)), 1998, 0)

    def test_a_zip_bomb_is_refused(self):
        self.refused("bomb.xlsx", workbook(cells(1, "姓名"), more=[("xl/bomb.xml", b"0" * 300_000_000)]), "too_large")

    def test_json_nested_too_deep_costs_only_its_own_line(self):
        deep = '{"a":' * 5000 + "1" + "}" * 5000
        self.counts(self.imported("deep.jsonl", '{"customer_no":"1","name":"王伟"}\n' + deep + '\n{"customer_no":"2","name":"李娜"}\n'), 2, 1)

    def test_a_broken_json_line_costs_only_itself(self):
        self.counts(self.imported("broken.jsonl", '{"customer_no":"1","name":"王伟"}\n{"name":\n{"customer_no":"2","name":"李娜"}\n'), 2, 1)

    def test_mutated_json_lines_cost_at_most_themselves(self):
        """Every other line is damaged at random: the untouched ones all become records, and nothing dies."""
        for seed in range(6):
            with self.subTest(seed=seed):
                chance = random.Random(seed)
                lines = []
                for i in range(120):
                    line = json.dumps({"customer_no": f"{'GM'[i % 2]}{seed}-{i}", "name": "王" + chr(0x4E00 + i), "mobile": f"139{i:08d}",
                                       "more": {"tags": ["a", i, None, True], "note": "中文 A"}}, ensure_ascii=chance.random() < 0.5).encode()
                    lines.append(mutated(line, chance) if i % 2 else line)
                document = self.imported(f"mutated{seed}.jsonl", b"\n".join(lines) + b"\n")
                self.assertGreaterEqual(total(document, "created"), 60)
                self.zhike("run", "standardise")
                self.zhike("export", "findings", "--to", self.folder / "findings.csv")

    def test_a_mutated_json_array_never_kills(self):
        whole = json.dumps([{"customer_no": f"A{i}", "name": "李" + chr(0x4E00 + i), "mobile": f"138{i:08d}"} for i in range(50)]).encode()
        for seed in range(12):
            with self.subTest(seed=seed):
                path = self.file(f"array{seed}.json", mutated(whole, random.Random(seed)))
                done = self.zhike("import", path, "--source", "shop", "--json", code=None)
                self.assertIn(done.code, (0, 1), done.err)
                self.assertEqual(json.loads(done.out if done.code == 0 else done.err) is not None, True)

    def test_a_truncated_parquet_file_is_refused(self):
        self.refused("cut.parquet", b"PAR1" + b"\x15\x04" * 500, "unreadable")

    def test_a_mapping_to_a_field_that_does_not_exist_names_the_nearest(self):
        done = self.zhike("import", self.file("shop.csv", SHOP), "--source", "shop", "--save-map", self.folder / "map.json", "--preview")
        mapping = (self.folder / "map.json").read_text(encoding="utf-8")
        self.assertIn('"mobile"', mapping, done.out)
        self.file("map.json", mapping.replace('"mobile"', '"mobil"'))
        refused = self.refused("shop.csv", SHOP, "bad_request", "--map", self.folder / "map.json")
        self.assertIn("mobile", refused.err)

    def test_a_file_that_is_not_there_is_named(self):
        done = self.zhike("import", "nowhere.csv", "--source", "shop", "--json", code=None)
        self.assertIn(done.error, ("not_found", "unreadable"))
        self.assertIn("nowhere.csv", done.err)


if __name__ == "__main__":
    main()

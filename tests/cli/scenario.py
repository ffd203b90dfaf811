"""What the scenarios share: the real binary in a folder of its own, and small messy files to feed it.

ZHIKE_BINARY names the binary (default: build/dev/zhike). Every scenario runs as a person would: arguments in, text or
JSON and an exit code out. Nothing is asserted by wording except that the right language is spoken.
"""
import csv
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("ZHIKE_BINARY", str(ROOT / "build/dev/zhike"))

SHOP = """会员号,姓名,手机号,性别,出生日期,地址,备注
S001,王伟,13912345678,男,1985-03-12,浙江省杭州市西湖区文三路90号3幢2单元501室,老客户
S002,李娜,138 0013 5790,女,1990/7/1,上海市浦东新区世纪大道100号,
S003,张三丰,139-2222-3344,M,19780909,北京市海淀区中关村大街27号,
S004,陈静,13666667777,女,1992-11-30,广东省深圳市南山区科技园南路8号,
S005,刘洋,12345,未知,2099-01-01,四川省成都市武侯区人民南路四段11号,手机错
"""
CRM = """{"customer_no":"C-1","name":"王 伟","mobile":"+86 139-1234-5678","email":"WangWei@Example.com","birthday":"1985-03-12"}
{"customer_no":"C-2","name":"李娜","mobile":"13800135790","email":"lina@example.cn","birthday":"1990-07-01"}
{"customer_no":"C-3","name":"赵敏","mobile":"13555556666","email":"zhaomin@example.cn","birthday":"1988-02-29"}
"""
PEOPLE_EN = """customer_id,first_name,last_name,phone,email,date_of_birth,street,city
E1,John,Smith,+44 20 7946 0958,john.smith@example.com,1980-02-03,12 High Street,London
E2,Mary,Jones,+44 161 496 0123,mary.jones@example.com,1975-12-24,7 Mill Lane,Manchester
E3,Jon,Smith,+44 20 7946 0958,john.smith@example.com,1980-02-03,12 High St,London
"""


class Done:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        """The code of the error table, from --json."""
        return json.loads(self.err)["error"]["code"]


class Scenario(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zhike-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.workspace = self.folder / "w"

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIKE_") and not k.startswith("LC_")}
        return {**kept, "LANG": "C.UTF-8", **{k: v for k, v in more.items() if v is not None}}

    def zhike(self, *words, code=0, timeout=300, inside=True, **environment):
        """Runs the binary; checks its exit code, and that it never died of a signal or a sanitizer."""
        if inside:
            environment.setdefault("ZHIKE_WORKSPACE", str(self.workspace))
        done = Done(subprocess.run([BINARY, *map(str, words)], cwd=self.folder, env=self.environment(**environment), stdin=subprocess.DEVNULL,
                                   capture_output=True, text=True, errors="replace", timeout=timeout))
        said = f"zhike {' '.join(map(str, words))}\n{done.out[-3000:]}\n{done.err[-3000:]}"
        self.assertNotRegex(done.err, r"ERROR: \w+Sanitizer|runtime error:", said)
        if code is not None:
            self.assertEqual(done.code, code, said)
        return done

    def start(self, *words, **environment):
        return subprocess.Popen([BINARY, *map(str, words)], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, errors="replace", env=self.environment(ZHIKE_WORKSPACE=str(self.workspace), **environment))

    def file(self, name, content, encoding="utf-8"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def made(self):
        """A new workspace with nothing in it."""
        self.zhike("init", self.workspace, inside=False)

    def filled(self):
        """A workspace with a shop's and a CRM's customers in it."""
        self.made()
        self.zhike("import", self.file("shop.csv", SHOP, "gb18030"), "--source", "shop")
        self.zhike("import", self.file("crm.jsonl", CRM), "--source", "crm")

    def exported(self, what):
        """Rows of an export, as dictionaries with ids for headers, in a fixed order."""
        path = self.folder / f"{what}-out.csv"
        path.unlink(missing_ok=True)
        self.zhike("export", what, "--to", path, "--headers", "id", "--unmask")
        with open(path, encoding="utf-8-sig", newline="") as opened:
            return sorted(csv.DictReader(opened), key=lambda row: json.dumps(row, ensure_ascii=False))


def total(document, key):
    """The sum of every whole number called `key` anywhere in a JSON document."""
    if isinstance(document, dict):
        return sum(value if name == key and type(value) is int else total(value, key) for name, value in document.items())
    return sum(total(value, key) for value in document) if isinstance(document, list) else 0


def main():
    if not pathlib.Path(BINARY).exists():
        raise SystemExit(f"{BINARY} is not there: run `make dev` first")
    unittest.main(verbosity=2)

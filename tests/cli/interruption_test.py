#!/usr/bin/env python3
"""Kills, full disks, Ctrl-C and two at once: the workspace opens again, goes on, and holds the old state or the new one."""
import os
import resource
import signal
import subprocess
import time

from scenario import BINARY, SHOP, Scenario, main, total

# Every place where an import or a run may die (engine: ZK_FAILPOINT; step.NAME follows each step of a run).
IMPORT_PLACES = ["ingest.archive_written", "ingest.archive_renamed", "ingest.loaded"]


class Interruption(Scenario):
    def big(self, rows):
        """A file that takes a while."""
        path = self.folder / "big.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("会员号,姓名,手机号,地址\n")
            for i in range(rows):
                out.write(f"B{i},王{chr(0x4E00 + i % 5000)},139{i % 100000000:08d},浙江省杭州市西湖区文三路{i % 900}号{i}室\n")
        return path

    def test_a_kill_at_any_place_of_an_import_is_healed(self):
        self.made()
        shop = self.file("shop.csv", SHOP)
        for place in IMPORT_PLACES:
            with self.subTest(place):
                done = self.zhike("import", shop, "--source", place.replace(".", "_"), code=None, ZHIKE_FAILPOINT=f"{place}=abort")
                self.assertEqual(done.code, -signal.SIGKILL, "the failpoint was not passed: " + done.err)
                self.zhike("import", shop, "--source", place.replace(".", "_"))
                listed = {row["source"]: row for row in self.zhike("sources", "--json").json["sources"]}
                self.assertEqual(listed[place.replace(".", "_")]["records"], 5)
        self.assertEqual(list(self.workspace.glob("archive/*.writing")), [], "no temporary file is left")

    def test_a_kill_after_any_step_of_a_run_is_healed(self):
        self.filled()
        steps = [step["name"] for step in self.zhike("run", "--json").json["steps"]]
        before = self.exported("customers")
        for step in steps:
            with self.subTest(step):
                done = self.zhike("run", code=None, ZHIKE_FAILPOINT=f"step.{step}=abort")
                self.assertEqual(done.code, -signal.SIGKILL, "the failpoint was not passed: " + done.err)
                self.assertEqual(self.exported("customers"), before, "whole, old or new")
        self.zhike("run")
        self.assertEqual(self.exported("customers"), before)

    def test_an_error_in_the_middle_of_an_import_leaves_the_old_state(self):
        self.made()
        for kind, code in (("error", None), ("full", "disk_full")):
            for place in IMPORT_PLACES[:2]:
                with self.subTest(f"{place}={kind}"):
                    done = self.zhike("import", self.file("shop.csv", SHOP), "--source", "shop", "--json", code=1, ZHIKE_FAILPOINT=f"{place}={kind}")
                    if code:
                        self.assertEqual(done.error, code)
        self.zhike("import", self.folder / "shop.csv", "--source", "shop")
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 5)

    def test_a_disk_that_fills_up_leaves_the_old_state(self):
        self.filled()
        big = self.big(200_000)

        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))
        done = subprocess.run([BINARY, "import", str(big), "--source", "big", "--json"], cwd=self.folder, preexec_fn=small, capture_output=True, text=True,
                              env=self.environment(ZHIKE_WORKSPACE=str(self.workspace)), timeout=600)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("disk_full", done.stderr)
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 8)
        self.zhike("import", big, "--source", "big", timeout=600)
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 200_008)

    def test_a_small_file_system_that_fills_up_leaves_the_old_state(self):
        if os.geteuid() != 0:
            self.skipTest("mounting a small file system needs root")
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], capture_output=True).returncode != 0:
            self.skipTest("this machine does not allow mounting")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], capture_output=True)
        self.workspace = disk / "w"
        self.filled()
        done = self.zhike("import", self.big(400_000), "--source", "big", "--json", code=1, timeout=600)
        self.assertEqual(done.error, "disk_full")
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 8)

    def test_ctrl_c_in_the_middle_leaves_the_old_state(self):
        self.filled()
        running = self.start("import", self.big(400_000), "--source", "big", "--json")
        deadline = time.monotonic() + 60
        while running.poll() is None and time.monotonic() < deadline and not any(self.workspace.glob("archive/*.writing")):
            time.sleep(0.01)  # until it is truly in the middle
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=300)
        if running.returncode == 0:
            self.skipTest("the import was over before the signal came")
        self.assertEqual(running.returncode, 1, err)
        self.assertIn("cancelled", err)
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 8)

    def test_ctrl_c_before_and_during_the_load_step_leaves_the_old_state(self):
        self.filled()
        new = self.file("new.csv", "会员号,姓名,手机号\nN1,周杰,13911110001\nN2,吴芳,13911110002\n")
        for place in IMPORT_PLACES:
            with self.subTest(place):
                done = self.zhike("import", new, "--source", place.replace(".", "_"), "--json", code=None, ZHIKE_FAILPOINT=f"{place}=interrupt")
                known = total(self.zhike("sources", "--json").json, "records")
                if done.code == 0:
                    self.assertEqual(place, "ingest.loaded", "the signal came before the load and was not heard")
                else:
                    self.assertEqual((done.code, done.error), (1, "cancelled"), done.err)
                before = known
                self.zhike("import", new, "--source", place.replace(".", "_"))
                self.assertIn(total(self.zhike("sources", "--json").json, "records") - before, (0, 2), "whole, old or new")
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 8 + 2 * len(IMPORT_PLACES))

    def test_the_same_import_twice_at_once_is_done_once(self):
        self.made()
        big = self.big(50_000)
        both = [self.start("import", big, "--source", "big", "--wait", "300") for _ in range(2)]
        ends = [(running.communicate(timeout=600)[1], running.returncode) for running in both]
        self.assertEqual([code for _, code in ends], [0, 0], ends)
        self.assertEqual(total(self.zhike("sources", "--json").json, "records"), 50_000)

    def test_a_second_process_is_told_that_the_workspace_is_busy(self):
        self.made()
        first = self.start("import", self.big(400_000), "--source", "big")
        deadline = time.monotonic() + 60
        while first.poll() is None and time.monotonic() < deadline and not any(self.workspace.glob("archive/*.writing")):
            time.sleep(0.01)
        done = self.zhike("sources", "--json", "--wait", "0", code=None)
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=60)
        self.assertEqual((done.code, done.error), (1, "busy"), done.err)
        self.zhike("sources")  # a killed one leaves no lock

    def test_a_wrong_key_opens_nothing(self):
        self.filled()
        other = self.folder / "other"
        self.zhike("init", other, inside=False)
        done = self.zhike("sources", "--json", "--key-file", other / "workspace.key", code=1)
        self.assertEqual(done.error, "wrong_key")
        for stored in [self.workspace / "ledger.db", self.workspace / "lake.duckdb", *self.workspace.glob("archive/*.parquet")]:
            content = stored.read_bytes()
            for secret in ("13666667777", "陈静"):
                self.assertNotIn(secret.encode(), content, f"{stored.name} is encrypted")

    def test_the_key_file_is_for_its_owner_only(self):
        self.made()
        self.assertEqual((self.workspace / "workspace.key").stat().st_mode & 0o777, 0o600)

    def test_a_folder_that_is_no_workspace_is_named(self):
        done = self.zhike("sources", "--json", code=1)
        self.assertEqual(done.error, "no_workspace")


if __name__ == "__main__":
    main()

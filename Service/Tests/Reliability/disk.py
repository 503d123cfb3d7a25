# SPDX-License-Identifier: Apache-2.0
"""A disk that can be full: a file system in memory, which only root mounts."""

import errno
import os
import subprocess


def as_root(*words):
    before = [] if os.getuid() == 0 else ["sudo"]
    subprocess.run([*before, *words], check=True)


class Disk:
    """A small file system at a folder, and a file that takes what is left."""

    def __init__(self, folder, megabytes):
        self.folder, self.ballast = folder, folder + "/ballast"
        as_root("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777",
                "tmpfs", folder)

    def fill(self):
        """Leaves no room, whatever was freed since the last time."""
        place = os.open(self.ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            while True:
                os.write(place, bytes(4_096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        finally:
            os.close(place)

    def clear(self):
        os.unlink(self.ballast)

    def close(self):
        as_root("umount", self.folder)

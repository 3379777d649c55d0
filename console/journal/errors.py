"""What can go wrong with a log.

JournalError            its text is one Chinese sentence: what, where, what to do
|-- NotRecorded         nothing of what was asked for is on the disk
|-- NotOpened           there is no log to open
`-- NotSealed           a seal cannot be made, or read
"""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EIO: "磁盘读写出错",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "文件或文件夹不在了",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.EINVAL: "不是普通文件",
    errno.ELOOP: "是一个链接，不是普通文件",
    errno.ENXIO: "不是普通文件",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "路径太长",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}


class JournalError(Exception):
    """Something about a log that the officer must be told, in one Chinese sentence."""


class NotRecorded(JournalError):
    """The entries asked for are not recorded; keep them and offer them again."""


class NotOpened(JournalError):
    """No log is there, or none can be made."""


class NotSealed(JournalError):
    """A seal cannot be made, or read."""


def reason(error: OSError) -> str:
    """The system's error in a few Chinese words."""
    known = _WHY.get(error.errno or 0)
    return known or f"系统报错 {error.errno}: {error.strerror or error}"

"""Stand-in."""


class NotEmpty(Exception): ...


def write_folder(root, folder, progress): ...

"""What both kinds of environment say about the Python of user functions."""

from __future__ import annotations

_FILES = "python.files"
_REQUIREMENTS = "python.requirements"
_ARCHIVES = "python.archives"


class PythonDependencies:
    """A mixin for environments; it keeps what is said in their options, where the engine ``flink`` finds it, too.

    "Dependency Management" of Flink's Python API documentation defines the options.
    """

    def _option(self, key: str) -> str | None:
        """The value of an option, or None."""
        raise NotImplementedError

    def _set_option(self, key: str, value: str) -> None:
        """Set an option, with a warning if it has no effect here."""
        raise NotImplementedError

    def add_python_file(self, file_path: str) -> None:
        """Let user functions import a module, a package or what a directory or archive holds.

        It comes into the option ``python.files``, before what was added earlier. When a job starts or CREATE FUNCTION
        names a function, the directory or archive is put at the front of ``sys.path``, in this process and in worker
        processes; a module's own directory is, with all that lies in it.

        Args:
            file_path: A ``.py`` file, a directory, or a ``.zip``, ``.egg`` or ``.whl`` file on this machine. A path
                that doesn't exist is an ``OptionError`` when the first job starts.
        """
        known = self._option(_FILES)
        self._set_option(_FILES, f"{file_path},{known}" if known else file_path)

    def set_python_requirements(
        self, requirements_file_path: str, requirements_cache_dir: str | None = None
    ) -> None:
        """Name the packages that user functions need; nothing is installed, and ``OptionWithoutEffectWarning`` says so.

        User functions run in this process's Python: install the packages there, by ``pip install -r``. The option
        ``python.requirements`` is kept.

        Args:
            requirements_file_path: A file as pip's ``-r`` takes it; it isn't read.
            requirements_cache_dir: A directory with the packages; it isn't read either.
        """
        parts = [requirements_file_path, *([requirements_cache_dir] if requirements_cache_dir else [])]
        self._set_option(_REQUIREMENTS, "#".join(parts))

    def add_python_archive(self, archive_path: str, target_dir: str | None = None) -> None:
        """Name an archive for user functions; it isn't unpacked, and ``OptionWithoutEffectWarning`` says so.

        User functions run on this machine and in this process's working directory: unpack the archive there. The
        option ``python.archives`` is kept.

        Args:
            archive_path: The archive.
            target_dir: The directory that Flink would unpack it into, instead of one with the archive's name.
        """
        entry = archive_path if target_dir is None else f"{archive_path}#{target_dir}"
        known = self._option(_ARCHIVES)
        self._set_option(_ARCHIVES, f"{known},{entry}" if known else entry)

"""Why something cannot start, in one sentence for the person at the terminal."""


class CannotStart(Exception):
    """Say in Vietnamese what stands in the way and what to do; end with `exit_code`."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class DiskFull(CannotStart):
    """There is no room left where the state folder lies."""

    def __init__(self, where: object) -> None:
        super().__init__(f"Ổ đĩa chứa {where} đã đầy; hãy giải phóng chỗ rồi chạy lại.")

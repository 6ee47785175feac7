"""An answer that is no data, raised from wherever it is decided."""


class Reply(Exception):
    def __init__(self, status, document, headers=None):
        super().__init__(status)
        self.status, self.document, self.headers = status, document, headers or {}

"""What people do to the ERP's rows while somebody reads them page by page."""
import copy
import random


class Still:
    def __init__(self, tables):
        self.tables = tables

    def between_requests(self, number):
        pass


class Switch(Still):
    """Yesterday's ledger becomes today's at once, between two requests."""

    def __init__(self, tables, order):
        super().__init__(tables)
        self.at = order["at"]
        self.after = copy.deepcopy(tables)
        table, column = order["table"], order["column"]
        for row in self.after[table]:
            row[column] = order["value"]

    def between_requests(self, number):
        if number >= self.at:
            self.tables = self.after


class Churn(Still):
    """Rows of one table go and come, anywhere in the order, for a while; then people go home."""

    def __init__(self, tables, order):
        super().__init__(tables)
        self.chance = random.Random(order["seed"])
        self.table, self.key, self.until = order["table"], order["key"], order["until"]
        self.away = []

    def between_requests(self, number):
        rows = self.tables[self.table]
        if number > self.until:
            rows.extend(self.away)
            self.away = []
        elif self.chance.random() < 0.5 and len(rows) > 1:
            self.away.append(rows.pop(self.chance.randrange(len(rows))))
        elif self.away:
            rows.append(self.away.pop(self.chance.randrange(len(self.away))))
        rows.sort(key=lambda row: row[self.key])


class Shuttle(Still):
    """One row in front goes and comes with every request: what a reader by offset skips each time anew."""

    def __init__(self, tables, order):
        super().__init__(tables)
        self.table, self.key, self.away = order["table"], order["key"], None

    def between_requests(self, number):
        rows = self.tables[self.table]
        if self.away is None:
            self.away = rows.pop(0)
        else:
            rows.insert(0, self.away)
            self.away = None


def make(order, tables):
    if not order:
        return Still(tables)
    return {"switch": Switch, "churn": Churn, "shuttle": Shuttle}[order["kind"]](tables, order)

/* A statement plugin of generation 1 in plain C: "FROZEN N" is a statement of N entries, the first
 * with a charge and two details. */
#include <settled/plugin_abi.h>

#include <stdlib.h>
#include <string.h>

static void *open_parser(const settled_host *host, const settled_settings *settings, settled_error *error) {
    (void)host, (void)settings;
    error->code = SETTLED_OK;
    return malloc(1);
}

static void close_parser(void *self) { free(self); }

static int32_t sniff(void *self, const settled_text *head, const settled_text *name) {
    (void)self, (void)name;
    return head->size >= 7 && memcmp(head->data, "FROZEN ", 7) == 0 ? 100 : 0;
}

static settled_entry entry_of(int64_t minor_units) {
    settled_entry entry;
    memset(&entry, 0, sizeof entry);
    entry.size = sizeof entry;
    entry.status = SETTLED_ENTRY_BOOKED;
    entry.booking_date = 20261002;
    memcpy(entry.currency.code, "EUR", 3);
    entry.amount.minor_units = minor_units, entry.amount.present = 1;
    entry.remittance.data = "INV-1 INV-2", entry.remittance.size = 11;
    return entry;
}

static int32_t parse(void *self, const settled_input *input, const settled_statement_sink *sink, settled_error *error) {
    char text[32] = {0};
    settled_statement_begin begin;
    settled_statement_end end;
    settled_entry details[2];
    settled_charge charge;
    int i, count;
    (void)self;
    if (input->read(input->context, text, sizeof text - 1) < 8) {
        strcpy(error->message, "too short");
        error->line = 1;
        return error->code = SETTLED_BAD_DATA;
    }
    count = atoi(text + 7);
    memset(&begin, 0, sizeof begin);
    begin.size = sizeof begin, begin.account.data = "TEST-1", begin.account.size = 6;
    if (sink->begin(sink->context, &begin)) return error->code = SETTLED_STOPPED;
    details[0] = entry_of(400), details[1] = entry_of(600);
    memset(&charge, 0, sizeof charge);
    charge.size = sizeof charge, charge.amount.minor_units = 50, charge.amount.present = 1;
    memcpy(charge.currency.code, "EUR", 3);
    for (i = 0; i < count; ++i) {
        settled_entry entry = entry_of(1000);
        if (i == 0) entry.details = details, entry.detail_count = 2, entry.charges = &charge, entry.charge_count = 1;
        if (sink->entry(sink->context, &entry)) return error->code = SETTLED_STOPPED;
    }
    memset(&end, 0, sizeof end);
    end.size = sizeof end, end.closing.present = 1, end.closing.date = 20261031;
    end.closing.amount.minor_units = 1000 * count, end.closing.amount.present = 1;
    return error->code = sink->end(sink->context, &end) ? SETTLED_STOPPED : SETTLED_OK;
}

static const settled_statement_operations operations = {sizeof operations, 0, open_parser, close_parser, sniff, parse};

SETTLED_EXPORT const settled_plugin SETTLED_PLUGIN_SYMBOL = {
    SETTLED_PLUGIN_MAGIC, SETTLED_PLUGIN_ABI, sizeof(settled_plugin), SETTLED_KIND_STATEMENT, "statement_frozen", "1.0.0",
    "A statement reader of generation 1", "第一代对账单插件", NULL, 0, &operations};

/* A ledger plugin of generation 1 in plain C: two customers, two open items, one of each reread. */
#include <settled/plugin_abi.h>

#include <stdlib.h>
#include <string.h>

#define TEXT(words) {words, sizeof words - 1}

static const settled_option options[] = {
    {sizeof(settled_option), SETTLED_REQUIRED, "city", "", "Where the customers are.", "客户所在城市。"},
    {sizeof(settled_option), SETTLED_SECRET, "password", "", "Never shown.", "从不显示。"},
};

typedef struct ledger {
    const settled_host *host;
    char city[64];
} ledger;

static int32_t fail(settled_error *error, int32_t code, const char *words) {
    strncpy(error->message, words, sizeof error->message - 1);
    return error->code = code;
}

static void *open_ledger(const settled_host *host, const settled_settings *settings, settled_error *error) {
    ledger *made = calloc(1, sizeof *made);
    uint32_t i;
    if (!made) return fail(error, SETTLED_INTERNAL, "no memory"), NULL;
    made->host = host;
    for (i = 0; i < settings->count; ++i) {
        const settled_pair *pair = &settings->pairs[i];
        if (pair->key.size == 4 && memcmp(pair->key.data, "city", 4) == 0 && pair->value.size < sizeof made->city)
            memcpy(made->city, pair->value.data, pair->value.size);
    }
    return made;
}

static void close_ledger(void *self) { free(self); }

static int32_t check(void *self, const settled_check_sink *sink, settled_error *error) {
    const ledger *me = self;
    settled_finding finding = {sizeof finding, SETTLED_INFO, TEXT("city"), {0}};
    const settled_text line = TEXT("looked");
    finding.found.data = me->city;
    finding.found.size = strlen(me->city);
    sink->finding(sink->context, &finding);
    me->host->log(me->host->context, SETTLED_LOG_INFO, &line);
    return error->code = SETTLED_OK;
}

static settled_open_item item(const char *id, int64_t open, settled_date due) {
    settled_open_item made;
    memset(&made, 0, sizeof made);
    made.size = sizeof made;
    made.doc_type = SETTLED_DOC_INVOICE;
    made.item_id.data = made.document_number.data = id;
    made.item_id.size = made.document_number.size = strlen(id);
    made.customer_id.data = "C1", made.customer_id.size = 2;
    made.due_date = due;
    memcpy(made.currency.code, "CNY", 3);
    made.open_amount.minor_units = open, made.open_amount.present = 1;
    return made;
}

static int32_t send_items(const settled_ledger_sink *sink, int count, settled_error *error) {
    settled_sum sum = {{"CNY"}, 0, 0};
    settled_commit commit = {sizeof commit, SETTLED_OPEN_ITEMS, 0, NULL, 1, 0};
    int i;
    if (sink->begin(sink->context, SETTLED_OPEN_ITEMS)) return error->code = SETTLED_STOPPED;
    for (i = 0; i < count; ++i) {
        const settled_open_item made = i == 0 ? item("INV-1", 98500, 20261031) : item("INV-2", -1500, 0);
        if (sink->record(sink->context, SETTLED_OPEN_ITEMS, &made)) return error->code = SETTLED_STOPPED;
        sum.minor_units += made.open_amount.minor_units;
    }
    commit.count = count, commit.sums = &sum;
    return error->code = sink->commit(sink->context, &commit) ? SETTLED_STOPPED : SETTLED_OK;
}

static int32_t pull(void *self, const settled_pull_request *request, const settled_ledger_sink *sink, settled_error *error) {
    settled_customer customer;
    settled_commit commit = {sizeof commit, SETTLED_CUSTOMERS, 1, NULL, 0, 0};
    (void)self;
    if (request->as_of == 0) return fail(error, SETTLED_BAD_DATA, "asked for no day");
    memset(&customer, 0, sizeof customer);
    customer.size = sizeof customer;
    customer.customer_id.data = "C1", customer.customer_id.size = 2;
    customer.name.data = "\345\215\216\350\277\234", customer.name.size = 6;
    if (sink->begin(sink->context, SETTLED_CUSTOMERS) || sink->record(sink->context, SETTLED_CUSTOMERS, &customer) ||
        sink->commit(sink->context, &commit))
        return error->code = SETTLED_STOPPED;
    return send_items(sink, 2, error);
}

static int32_t reread(void *self, const settled_reread_request *request, const settled_ledger_sink *sink, settled_error *error) {
    (void)self;
    if (request->item_count != 1) return fail(error, SETTLED_BAD_DATA, "one item at a time");
    return send_items(sink, 1, error);
}

static const settled_ledger_operations operations = {sizeof operations, 0, open_ledger, close_ledger, check, pull, reread};

SETTLED_EXPORT const settled_plugin SETTLED_PLUGIN_SYMBOL = {
    SETTLED_PLUGIN_MAGIC, SETTLED_PLUGIN_ABI, sizeof(settled_plugin), SETTLED_KIND_LEDGER, "ledger_frozen", "1.0.0",
    "A ledger of generation 1", "第一代账套插件", options, 2, &operations};

/* A ledger plugin built against another minor header: SIZES_SMALLER knows fewer trailing fields
 * than this agent, otherwise it knows more. Both must work. */
#include <settled/plugin_abi.h>

#include <stdlib.h>
#include <string.h>

#ifdef SIZES_SMALLER
#define PLUGIN_NAME "ledger_smaller"
typedef settled_open_item item_of_this_header;
#define ITEM_SIZE offsetof(settled_open_item, rate)
#define OPERATIONS_SIZE offsetof(settled_ledger_operations, reread)
#define OPTION_SIZE offsetof(settled_option, help_zh) + sizeof(char *)
#define DESCRIPTOR_SIZE sizeof(settled_plugin)
typedef settled_option option_of_this_header;
#else
#define PLUGIN_NAME "ledger_larger"
typedef struct item_of_this_header {
    settled_open_item known;
    settled_text added_later[3];
} item_of_this_header;
#define ITEM_SIZE sizeof(item_of_this_header)
#define OPERATIONS_SIZE sizeof(operations_of_this_header)
typedef struct option_of_this_header {
    settled_option known;
    const char *help_de;
} option_of_this_header;
#define OPTION_SIZE sizeof(option_of_this_header)
#define DESCRIPTOR_SIZE sizeof(settled_plugin) + 2 * sizeof(void *)
#define LARGER 1
#endif

typedef struct operations_of_this_header {
    settled_ledger_operations known;
    void (*added_later)(void);
} operations_of_this_header;
typedef struct plugin_of_this_header {
    settled_plugin known;
    const void *added_later[2];
} plugin_of_this_header;

static void *open_ledger(const settled_host *host, const settled_settings *settings, settled_error *error) {
    (void)host;
    if (settings->count != 2) {
        strcpy(error->message, "expected two options");
        error->code = SETTLED_INVALID_CONFIG;
        return NULL;
    }
    return malloc(1);
}
static void close_ledger(void *self) { free(self); }
static int32_t check(void *self, const settled_check_sink *sink, settled_error *error) {
    (void)self, (void)sink;
    return error->code = SETTLED_OK;
}

static int32_t pull(void *self, const settled_pull_request *request, const settled_ledger_sink *sink, settled_error *error) {
    settled_customer customer;
    item_of_this_header item;
    settled_open_item *known = (settled_open_item *)&item;
    settled_sum sum = {{"CNY"}, 0, 100};
    settled_commit customers = {sizeof customers, SETTLED_CUSTOMERS, 1, NULL, 0, 0};
    settled_commit items = {sizeof items, SETTLED_OPEN_ITEMS, 1, NULL, 1, 0};
    (void)self, (void)request;
    items.sums = &sum;
    memset(&customer, 0, sizeof customer);
    customer.size = sizeof customer, customer.customer_id.data = "C1", customer.customer_id.size = 2;
    memset(&item, 0xFF, sizeof item); /* what lies behind the stated size must not be read */
    memset(&item, 0, ITEM_SIZE);
    known->size = ITEM_SIZE;
    known->doc_type = SETTLED_DOC_INVOICE;
    known->item_id.data = known->document_number.data = "I1", known->item_id.size = known->document_number.size = 2;
    known->customer_id = customer.customer_id;
    memcpy(known->currency.code, "CNY", 3);
    known->open_amount.minor_units = 100, known->open_amount.present = 1;
    if (sink->begin(sink->context, SETTLED_CUSTOMERS) || sink->record(sink->context, SETTLED_CUSTOMERS, &customer) ||
        sink->commit(sink->context, &customers) || sink->begin(sink->context, SETTLED_OPEN_ITEMS) ||
        sink->record(sink->context, SETTLED_OPEN_ITEMS, &item) || sink->commit(sink->context, &items))
        return error->code = SETTLED_STOPPED;
#ifdef LARGER
    { /* an entity that the agent has never heard of is left out, not refused */
        settled_commit unknown = {sizeof unknown, 99, 1, NULL, 0, 0};
        if (sink->begin(sink->context, 99) || sink->record(sink->context, 99, &customer) || sink->commit(sink->context, &unknown))
            return error->code = SETTLED_STOPPED;
    }
#endif
    return error->code = SETTLED_OK;
}

static const option_of_this_header options[] = {
#ifdef SIZES_SMALLER
    {OPTION_SIZE, SETTLED_OPTIONAL, "one", "1", "One.", "一。"},
    {OPTION_SIZE, SETTLED_OPTIONAL, "two", "2", "Two.", "二。"},
#else
    {{OPTION_SIZE, SETTLED_OPTIONAL, "one", "1", "One.", "一。"}, "Eins."},
    {{OPTION_SIZE, SETTLED_OPTIONAL, "two", "2", "Two.", "二。"}, "Zwei."},
#endif
};
static const operations_of_this_header operations = {{OPERATIONS_SIZE, 0, open_ledger, close_ledger, check, pull, NULL}, NULL};

SETTLED_EXPORT const plugin_of_this_header SETTLED_PLUGIN_SYMBOL = {
    {SETTLED_PLUGIN_MAGIC, SETTLED_PLUGIN_ABI, DESCRIPTOR_SIZE, SETTLED_KIND_LEDGER, PLUGIN_NAME, "1.0.0", "Another minor header",
     "另一个次版本", (const settled_option *)options, 2, &operations},
    {NULL, NULL}};

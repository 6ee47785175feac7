/* A notify plugin of generation 1 in plain C: asks for the release, then "sends". */
#include <settled/plugin_abi.h>

#include <stdlib.h>
#include <string.h>

static void *open_notifier(const settled_host *host, const settled_settings *settings, settled_error *error) {
    (void)host, (void)settings;
    error->code = SETTLED_OK;
    return malloc(1);
}

static void close_notifier(void *self) { free(self); }

static int32_t check(void *self, const settled_check_sink *sink, settled_error *error) {
    (void)self, (void)sink;
    return error->code = SETTLED_OK;
}

static int32_t send_message(void *self, const settled_message *message, const settled_hand_over *hand_over,
                            settled_send_outcome *outcome, settled_error *error) {
    (void)self;
    if (message->recipient_count == 0) {
        strcpy(error->message, "no recipient");
        outcome->reply_code = 550;
        return error->code = SETTLED_REJECTED;
    }
    if (hand_over->hand_over(hand_over->context)) return error->code = SETTLED_STOPPED;
    outcome->reply_code = 250;
    memcpy(outcome->provider_id, message->key.data, message->key.size < 100 ? message->key.size : 100);
    return error->code = SETTLED_OK;
}

static int32_t look_up(void *self, const settled_text *key, settled_error *error) {
    (void)self, (void)error;
    return key->size == 0 ? -1 : key->data[0] == 'y';
}

static const settled_notify_operations operations = {sizeof operations, 0, open_notifier, close_notifier, check, send_message, look_up};

SETTLED_EXPORT const settled_plugin SETTLED_PLUGIN_SYMBOL = {
    SETTLED_PLUGIN_MAGIC, SETTLED_PLUGIN_ABI, sizeof(settled_plugin), SETTLED_KIND_NOTIFY, "notify_frozen", "1.0.0",
    "A notifier of generation 1", "第一代通知插件", NULL, 0, &operations};

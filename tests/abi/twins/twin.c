/* A notify plugin in plain C that lies about one thing, or about nothing: see CMakeLists.txt. */
#include <settled/plugin_abi.h>

#include <stdlib.h>

#ifndef TWIN_NAME
#error "the twin's name is a definition of its target"
#endif
#ifndef TWIN_MAGIC
#define TWIN_MAGIC SETTLED_PLUGIN_MAGIC
#endif
#ifndef TWIN_ABI
#define TWIN_ABI SETTLED_PLUGIN_ABI
#endif
#ifndef TWIN_SIZE
#define TWIN_SIZE sizeof(settled_plugin)
#endif
#ifndef TWIN_KIND
#define TWIN_KIND SETTLED_KIND_NOTIFY
#endif
#ifndef TWIN_SEND
#define TWIN_SEND send_message
#endif
#ifndef TWIN_OPERATIONS
#define TWIN_OPERATIONS &operations
#endif
#ifndef TWIN_OPTION_COUNT
#define TWIN_OPTION_COUNT 0
#endif

#ifdef TWIN_NEEDS
int function_of_a_library_that_is_not_there(void);
int twin_needs(void);
int twin_needs(void) { return function_of_a_library_that_is_not_there(); }
#endif

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
__attribute__((unused)) static int32_t send_message(void *self, const settled_message *message, const settled_hand_over *hand_over,
                                                    settled_send_outcome *outcome, settled_error *error) {
    (void)self, (void)message, (void)outcome;
    return error->code = hand_over->hand_over(hand_over->context) ? SETTLED_STOPPED : SETTLED_OK;
}
/* Built against a header that had no look_up yet: the table ends before it. */
__attribute__((unused)) static const settled_notify_operations operations = {
    offsetof(settled_notify_operations, look_up), 0, open_notifier, close_notifier, check, TWIN_SEND, NULL};

#ifndef TWIN_EXPORTS_NOTHING
SETTLED_EXPORT const settled_plugin SETTLED_PLUGIN_SYMBOL = {
    TWIN_MAGIC, TWIN_ABI, TWIN_SIZE, TWIN_KIND, TWIN_NAME, "1.0.0", "A twin", "孪生", NULL, TWIN_OPTION_COUNT, TWIN_OPERATIONS};
#else
SETTLED_EXPORT const int something_else = 1;
#endif

#include "cli/through_service.hpp"

#include "cli/act_wire.hpp"
#include "cli/acts.hpp"
#include "cli/exit_status.hpp"
#include "world/local_socket.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr auto socket_variable = "SETTLED_SOCKET"; // where the configuration cannot be read and the service is not the package's

std::filesystem::path usual_socket(const Tools& tools) {
    return tools.environment(socket_variable).value_or(config::Access{}.socket);
}

// The socket to use, where this user cannot do it himself.
std::optional<std::filesystem::path> socket_of(Session& session) {
    if (world::is_denied(session.config_file(), false)) return usual_socket(session.tools());
    const config::Settings* settings = session.peek();
    if (settings == nullptr || !world::is_denied(settings->data_folder(), true)) return std::nullopt;
    return settings->access.socket;
}

// The service has a configuration of its own; another one is not taken from a caller.
std::vector<std::string> without_configuration(const std::vector<std::string>& words) {
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--config")
            ++i;
        else if (!words[i].starts_with("--config="))
            kept.push_back(words[i]);
    }
    return kept;
}

Result<int> conversation(Tools& tools, const world::LocalConnection& connection, const std::vector<std::string>& words) {
    if (Status sent = send_request(connection, {tools.out_columns, words}); !sent) return pass(sent);
    for (;;) {
        auto piece = receive_piece(connection);
        if (!piece) return pass(piece);
        switch (piece->kind) {
        case Piece::out:
            tools.out(piece->bytes);
            break;
        case Piece::err:
            tools.err(piece->bytes);
            break;
        case Piece::status:
            return piece->bytes.empty() ? static_cast<int>(ExitStatus::cannot_run) : piece->bytes.front();
        case Piece::request:
            return fail(SETTLED_BAD_DATA, "what came through the socket is no answer");
        }
    }
}

// What the service said, printed; the exit status is its own.
int answered(Session& session, const std::filesystem::path& socket, const world::LocalConnection& connection,
             const std::vector<std::string>& words) {
    auto status = conversation(session.tools(), connection, words);
    if (status) return *status;
    return report(session, {status.error().code == SETTLED_INVALID_CONFIG ? SETTLED_INVALID_CONFIG : SETTLED_UNAVAILABLE,
                            fmt::format("the service at {}: {}; see its log, and look before you repeat the command",
                                        socket.string(), status.error().message),
                            0});
}

} // namespace

int through_service(Session& session, const std::vector<std::string>& words) {
    Tools& tools = session.tools();
    const bool is_denied = world::is_denied(session.config_file(), false);
    if (!is_denied && session.peek() == nullptr) return report(session, session.settings().error());
    const std::filesystem::path socket = is_denied ? usual_socket(tools) : std::filesystem::path(session.peek()->access.socket);
    auto connection = world::connect_local(socket);
    if (!connection)
        return report(session, {SETTLED_UNAVAILABLE,
                                fmt::format("the service is not reached: {}. Is it running, and does [access] name anybody? "
                                            "operate = [\"user:{}\"] would let you ask it",
                                            connection.error().message, tools.user),
                                0});
    return answered(session, socket, *connection, words);
}

std::optional<int> ask_service(Session& session, const std::string& command, const std::vector<std::string>& words) {
    Tools& tools = session.tools();
    if (tools.caller || !act_of(command)) return std::nullopt;
    const auto socket = socket_of(session);
    if (!socket) return std::nullopt;
    const std::string why = fmt::format(
        "{} may not open settled's configuration and store, and the service that could act for {} ", tools.user, tools.user);
    auto connection = world::connect_local(*socket);
    if (!connection)
        return report(session, {SETTLED_ACCESS_DENIED,
                                why + fmt::format("is not reached: {}. Is it running, and does [access] name anybody?",
                                                  connection.error().message),
                                0});
    return answered(session, *socket, *connection, without_configuration(words));
}

Status may_run(Session& session, const std::string& command, const std::string& given_file) {
    const world::Account& who = *session.tools().caller;
    const config::Settings* settings = session.peek();
    if (settings == nullptr || !session.take_service_account(*settings))
        return fail(SETTLED_INVALID_CONFIG, "the service's configuration is not sound; IT sees why with settled check");
    const bool chinese = settings->language.starts_with("zh");
    const config::Access& access = settings->access;
    if (!jobs::may(access, who, jobs::Act::status)) // a stranger learns nothing else
        return fail(SETTLED_ACCESS_DENIED, jobs::refusal(access, who, act_of(command).value_or(jobs::Act::status), chinese));
    const auto act = act_of(command);
    if (!act)
        return fail(SETTLED_ACCESS_DENIED,
                    fmt::format("settled {} is not done for others; run it as the service's account", command));
    if (!jobs::may(access, who, *act)) return fail(SETTLED_ACCESS_DENIED, jobs::refusal(access, who, *act, chinese));
    if (!given_file.empty())
        return fail(SETTLED_ACCESS_DENIED,
                    fmt::format("{} names a file, which the service would open with its own rights; workbooks come back through "
                                "[access] decisions_folder, statements through their source's folder",
                                given_file));
    return {};
}

int serve_person(world::LocalConnection& connection, const std::vector<std::string>& own_words, const Tools& tools,
                 const std::function<void()>& gone) {
    connection.set_patience(limit::request_time, limit::answer_stall);
    const auto to_caller = [&connection, &gone](Piece kind) {
        return [&connection, &gone, kind](std::string_view bytes) {
            if (!bytes.empty() && !send_piece(connection, kind, bytes)) gone();
        };
    };
    Tools theirs = tools;
    theirs.out = to_caller(Piece::out), theirs.err = to_caller(Piece::err);
    theirs.err_is_terminal = false;
    theirs.read_secret = [] { return fail(SETTLED_ACCESS_DENIED, "secrets are set as the service's account"); };
    const auto end_with = [&](int status) {
        static_cast<void>(send_piece(connection, Piece::status, std::string(1, static_cast<char>(status))));
        return status;
    };
    const auto refuse = [&](const Error& error) {
        theirs.err("error: " + error.message + "\n");
        return end_with(static_cast<int>(exit_status(error.code)));
    };
    auto request = receive_request(connection);
    if (!request) return refuse(request.error());
    auto caller = world::caller_account(connection);
    if (!caller) return refuse({SETTLED_ACCESS_DENIED, caller.error().message, 0});
    if (std::ranges::any_of(request->words, [](const std::string& word) { return word.starts_with("--config"); }))
        return refuse({SETTLED_ACCESS_DENIED, "the service acts by its own configuration; leave --config out", 0});
    theirs.out_columns = request->columns;
    theirs.user = caller->name, theirs.caller = std::move(*caller);
    std::vector<std::string> words = {"settled"};
    words.insert(words.end(), own_words.begin(), own_words.end());
    words.insert(words.end(), request->words.begin(), request->words.end());
    return end_with(run(std::move(words), theirs));
}

} // namespace settled::cli

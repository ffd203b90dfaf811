// SPDX-License-Identifier: Apache-2.0
// zhike on the command line: read the arguments, run one operation through the door, write the answer.
// Exit 0 done, 1 failed, 2 wrong use.
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "command_line.h"
#include "ingest/child.h"
#include "operations/messages.h"
#include "passphrase.h"
#include "progress_bar.h"

namespace {

using namespace zhike;

CancelFlag cancelled{false};

// The first Ctrl-C asks the running step to stop and leave everything as it was; the second ends the process.
void on_interrupt(int signal_number) {
  if (cancelled.exchange(true)) {
    signal(signal_number, SIG_DFL);
    raise(signal_number);
  }
}

int fail(const Error& error, const cli::Settings& settings) {
  const ErrorInfo& row = info(error.code);
  if (settings.json) {
    boost::json::object document{{"code", row.name}, {"message", error.message}, {"advice", row.advice}};
    std::fprintf(stderr, "%s\n", boost::json::serialize(boost::json::object{{"error", document}}).c_str());
  } else {
    std::fprintf(stderr, "zhike: %s\n", operations::told(error.message, settings.language).c_str());
    if (error.code != ErrorCode::bad_request) std::fprintf(stderr, "       %s\n", operations::told(row.advice, settings.language).c_str());
  }
  return error.code == ErrorCode::bad_request ? 2 : 1;
}

int terminal_width() {
  const char* columns = std::getenv("COLUMNS");
  int width = columns ? std::atoi(columns) : 0;
  return width >= 40 ? width : 100;
}

Result<std::unique_ptr<flow::Workspace>> open_workspace(const cli::Settings& settings) {
  flow::OpenOptions options;
  options.folder = settings.workspace.empty() ? "." : settings.workspace;
  options.key_file = settings.key_file;
  options.memory_bytes = settings.memory_bytes;
  options.threads = settings.threads;
  options.wait_seconds = settings.wait_seconds;
  options.ask = [&settings] { return cli::ask_passphrase(operations::told("Passphrase:", settings.language) + " "); };
  return flow::Workspace::open(options);
}

int run(const cli::Command& command) {
  const operations::Operation* operation = operations::find(command.operation);
  std::unique_ptr<flow::Workspace> workspace;
  if (operation->workspace != operations::WorkspaceUse::none) {
    auto opened = open_workspace(command.settings);
    bool may_lack = operation->workspace == operations::WorkspaceUse::when_there;
    if (opened.ok()) workspace = std::move(opened.value());
    else if (!may_lack || opened.error().code != ErrorCode::no_workspace) return fail(opened.error(), command.settings);
  }
  bool terminal = isatty(STDOUT_FILENO) != 0;
  auto progress = cli::make_progress(!command.settings.quiet && isatty(STDERR_FILENO) != 0);
  const char* signed_in = std::getenv("USER");
  std::string actor = !command.settings.actor.empty() ? command.settings.actor : signed_in && *signed_in ? signed_in : "local";
  using operations::Permission;
  operations::Call call;
  // Whoever holds the key of the workspace may do everything on the command line; its name is for the record.
  call.caller = {actor, {Permission::read, Permission::collect, Permission::steward, Permission::administer}};
  call.workspace = workspace.get();
  call.progress = progress.get();
  call.cancelled = &cancelled;
  call.run_options.explain = command.settings.explain;
  call.run_options.keep = command.settings.keep;
  call.ask = [&command] { return cli::ask_passphrase(operations::told("New passphrase:", command.settings.language) + " "); };
  call.run_options.explained = [](std::string_view step, std::string_view statement) {
    std::fprintf(stderr, "-- %.*s\n%.*s;\n\n", static_cast<int>(step.size()), step.data(), static_cast<int>(statement.size()), statement.data());
  };
  call.terminal = {command.settings.language, terminal && !std::getenv("NO_COLOR"), terminal_width()};
  call.wants_text = !command.settings.json;
  call.threads = command.settings.threads;
  call.memory_bytes = command.settings.memory_bytes;
  auto reply = operations::run(call, command.operation, command.input);
  progress.reset();
  if (!reply.ok()) return fail(reply.error(), command.settings);
  std::string out = command.settings.json ? boost::json::serialize(reply.value().output) + "\n" : reply.value().text;
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0) {
    // Who reads the output has seen enough, as head does.
    if (errno == EPIPE) return 0;
    return fail({ErrorCode::disk_full, "the output could not be written"}, command.settings);
  }
  return reply.value().is_sound ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "--read-file") == 0) return ingest::read_file_child(argc, argv);
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
  auto command = cli::read_command(argc, argv);
  if (!command.ok()) {
    cli::Settings settings;
    settings.language = cli::language_of(argc, argv);
    for (int i = 1; i < argc; ++i) settings.json |= std::strcmp(argv[i], "--json") == 0;
    return fail(command.error(), settings);
  }
  if (!command.value().help.empty()) {
    std::fputs(command.value().help.c_str(), stdout);
    return 0;
  }
  return run(command.value());
}

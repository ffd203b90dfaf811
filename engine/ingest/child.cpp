// SPDX-License-Identifier: Apache-2.0
#include "ingest/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

#include "db/connection.h"
#include "flow/workspace.h"
#include "ingest/workbook.h"
#include "ingest/zip_file.h"

namespace zhike::ingest {
namespace {

constexpr rlim_t address_bytes_max = rlim_t{6} << 30;
constexpr rlim_t processor_seconds_max = 600;
constexpr rlim_t files_max = 64;
constexpr int pipe_bytes = 1 << 20;  // so that reader and writer work side by side; 64 kB otherwise
constexpr std::int64_t table_memory_bytes = std::int64_t{1} << 30;

// Every value as text, times as ISO 8601: what a person would have written into a CSV.
Result<std::string> text_columns(db::Connection& connection, const std::string& table) {
  ZK_TRY_SET(db::Rows columns, connection.query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + table + ")"));
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string name = db::quote_identifier(columns.text(i, 0));
    std::string_view type = columns.text(i, 1);
    bool nested = type.find('(') != std::string_view::npos || type.find("[]") != std::string_view::npos;
    std::string value = type == "BLOB" ? "hex(" + name + ")"
                        : nested && !type.starts_with("DECIMAL") ? "to_json(" + name + ")::VARCHAR"
                                                                  : name + "::VARCHAR";
    list += (i ? ", " : "") + value + " AS " + name;
  }
  if (columns.empty()) return Error{ErrorCode::unreadable, "the file has no columns"};
  return list;
}

Status write_parquet(const std::string& path, const std::string& to) {
  db::OpenOptions options;
  options.memory_bytes = table_memory_bytes;
  options.threads = 1;
  ZK_TRY_SET(db::Database database, db::Database::open(options));
  ZK_TRY_SET(db::Connection connection, database.connect());
  std::string table = "read_parquet(" + db::quote_literal(path) + ")";
  ZK_TRY_SET(std::string columns, text_columns(connection, table));
  return connection.execute("COPY (SELECT " + columns + " FROM " + table + ") TO " + db::quote_literal(to) +
                            " (FORMAT csv, HEADER true, USE_TMP_FILE false)");
}

Status write_table(const std::string& kind, const std::string& path, const std::string& sheet, int out) {
  if (kind == "parquet") return write_parquet(path, "/dev/fd/" + std::to_string(out));
  return write_workbook(path, sheet, out);
}

// Sanitizers reserve terabytes of address space, so only the real program is limited in it.
constexpr bool is_sanitized =
#ifdef __SANITIZE_ADDRESS__
    true;
#else
    false;
#endif

void limit(int resource, rlim_t value) {
  struct rlimit limits {value, value};
  (void)::setrlimit(static_cast<__rlimit_resource_t>(resource), &limits);
}

// The first line of what the child wrote on its standard error.
std::string first_line(int file) {
  std::string text(4096, '\0');
  std::size_t size = 0;
  for (ssize_t got; size < text.size() && (got = ::read(file, text.data() + size, text.size() - size)) > 0;)
    size += static_cast<std::size_t>(got);
  text.resize(size);
  return text.substr(0, text.find('\n'));
}

// The child as the parent holds it. Closing reads how it ended; a child still writing is ended first.
struct Child {
  pid_t process = -1;
  int errors = -1;
  std::string path;

  Status close() {
    if (process < 0) return done();
    int state = 0;
    std::string message = first_line(errors);
    ::close(errors);
    while (::waitpid(process, &state, 0) < 0 && errno == EINTR) {
    }
    process = -1;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return done();
    if (WIFSIGNALED(state) && WTERMSIG(state) == SIGXCPU)
      return Error{ErrorCode::too_large, path + " takes too long to unpack; save it as CSV"};
    if (WIFSIGNALED(state)) return Error{ErrorCode::unreadable, path + " is damaged: reading it brought the reader down"};
    return Error{WEXITSTATUS(state) == 3 ? ErrorCode::too_large : ErrorCode::unreadable,
                 path + " cannot be read: " + (message.empty() ? "the reader ended without a word" : message)};
  }
};

Result<ChildTable> read_in_thread(const std::string& kind, const std::string& path, const std::string& sheet, int in, int out) {
  auto outcome = std::make_shared<Status>(done());
  auto worker = std::make_shared<std::thread>([=] {
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
    *outcome = write_table(kind, path, sheet, out);
    ::close(out);
  });
  ChildTable table;
  table.csv = ahead_stream(pipe_stream(in));
  table.close = [=]() -> Status {
    worker->join();
    if (outcome->ok()) return done();
    return Error{ErrorCode::unreadable, path + " cannot be read: " + outcome->error().message};
  };
  return table;
}

}  // namespace

Status check_zip(const std::string& path) {
  ZK_TRY(ZipFile::open(path));
  return done();
}

int read_file_child(int argc, char** argv) {
  if (argc != 5) return 2;
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!is_sanitized) limit(RLIMIT_AS, address_bytes_max);
  limit(RLIMIT_CPU, processor_seconds_max);
  limit(RLIMIT_NOFILE, files_max);
  limit(RLIMIT_CORE, 0);
  Status written = write_table(argv[2], argv[3], argv[4], 1);
  if (written.ok()) return 0;
  std::fprintf(stderr, "%s\n", written.error().message.c_str());
  return written.error().code == ErrorCode::too_large ? 3 : 1;
}

Result<ChildTable> read_in_child(const std::string& kind, const std::string& path, const std::string& sheet) {
  int rows[2], errors[2];
  if (::pipe2(rows, O_CLOEXEC) != 0) return Error{ErrorCode::internal, "no pipe could be made"};
  (void)::fcntl(rows[1], F_SETPIPE_SZ, pipe_bytes);
  if (const char* in_process = std::getenv("ZHIKE_READ_IN_PROCESS"); in_process && *in_process)
    return read_in_thread(kind, path, sheet, rows[0], rows[1]);
  if (::pipe2(errors, O_CLOEXEC) != 0) return Error{ErrorCode::internal, "no pipe could be made"};
  std::string program = "/proc/self/exe";
  std::vector<std::string> words{"zhike", read_file_option, kind, path, sheet};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = ::fork();
  if (process < 0) return Error{ErrorCode::internal, "no process could be started to read " + path};
  if (process == 0) {
    int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(rows[1], 1);
    ::dup2(errors[1], 2);
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
  }
  ::close(rows[1]);
  ::close(errors[1]);
  auto child = std::make_shared<Child>();
  child->process = process;
  child->errors = errors[0];
  child->path = path;
  ChildTable table;
  table.csv = ahead_stream(pipe_stream(rows[0]));
  table.close = [child] { return child->close(); };
  return table;
}

}  // namespace zhike::ingest

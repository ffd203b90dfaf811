// SPDX-License-Identifier: Apache-2.0
// Group commit: callers queue their work; the writer takes all that is there, gives each a savepoint, commits once,
// and answers all. It never waits for more to come. A failed commit fails every caller of the group.
#include "ledger/ledger.h"

#include <sqlite3.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "ledger/sqlite_error.h"
#include "ledger_sql.h"

namespace zhike::ledger {
namespace {

constexpr std::string_view migrations[] = {sql::migration_001, sql::migration_002};

struct Request {
  const std::function<Status(Session&)>* work;
  Status outcome = done();
  bool answered = false;
};

Status run_plain(sqlite3* handle, const std::string& text, std::string_view doing) {
  if (sqlite3_exec(handle, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return sqlite_error(handle, doing);
  return done();
}

// 64 hexadecimal digits are a key that needs no stretching: Argon2 would cost a tenth of a second for each connection.
std::string as_given(const std::string& key) {
  bool raw = key.size() == 64 && key.find_first_not_of("0123456789abcdef") == std::string::npos;
  return raw ? "raw:" + key : key;
}

Result<sqlite3*> connect(const std::string& path, const std::string& key, bool writer) {
  sqlite3* handle = nullptr;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_CREATE : 0);
  if (sqlite3_open_v2(path.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
    Error error = sqlite_error(handle, "opening the ledger");
    sqlite3_close(handle);
    return error;
  }
  auto set_up = [&]() -> Status {
    sqlite3_busy_timeout(handle, 5000);
    const std::string given = as_given(key);
    if (sqlite3_key(handle, given.data(), static_cast<int>(given.size())) != SQLITE_OK)
      return sqlite_error(handle, "giving the ledger its key");
    // The first read tells whether the key is right.
    ZK_TRY(run_plain(handle, "SELECT count(*) FROM sqlite_schema", "reading the ledger"));
    return run_plain(handle,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                     "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
                     "PRAGMA wal_autocheckpoint = 1000;",
                     "setting the ledger up");
  };
  Status ready = set_up();
  if (!ready.ok()) {
    sqlite3_close(handle);
    return ready.error();
  }
  return handle;
}

Status migrate(sqlite3* handle, Session& session) {
  constexpr auto newest = static_cast<std::int64_t>(std::size(migrations));
  ZK_TRY_SET(std::int64_t version, session.whole("PRAGMA user_version"));
  if (version > newest)
    return Error{ErrorCode::conflict, "this workspace was written by a newer Zhike; install that version or a later one"};
  for (std::int64_t next = version; next < newest; ++next) {
    std::string text = "BEGIN IMMEDIATE;" + std::string(migrations[next]) + ";PRAGMA user_version = " +
                       std::to_string(next + 1) + ";COMMIT;";
    Status migrated = run_plain(handle, text, "bringing the ledger up to date");
    if (!migrated.ok()) {
      sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
      return migrated;
    }
  }
  return done();
}

}  // namespace

struct Ledger::State {
  std::string path, key;
  sqlite3* writer = nullptr;
  std::thread thread;

  std::mutex mutex;
  std::condition_variable arrived, answered;
  std::deque<Request*> queue;  // guarded by mutex
  bool closing = false;        // guarded by mutex

  std::mutex readers_mutex;
  std::vector<sqlite3*> readers;  // idle ones, guarded by readers_mutex

  void serve();
  void commit_group(std::vector<Request*>& group);
};

void Ledger::State::serve() {
  for (;;) {
    std::vector<Request*> group;
    {
      std::unique_lock lock(mutex);
      arrived.wait(lock, [&] { return closing || !queue.empty(); });
      if (queue.empty()) return;
      group.assign(queue.begin(), queue.end());
      queue.clear();
    }
    commit_group(group);
    {
      std::lock_guard lock(mutex);
      for (Request* request : group) request->answered = true;
    }
    answered.notify_all();
  }
}

void Ledger::State::commit_group(std::vector<Request*>& group) {
  auto fail_all = [&](const Error& error) {
    for (Request* request : group)
      if (request->outcome.ok()) request->outcome = error;
  };
  Session session(writer);
  if (Status begun = run_plain(writer, "BEGIN IMMEDIATE", "starting a ledger transaction"); !begun.ok())
    return fail_all(begun.error());
  for (Request* request : group) {
    request->outcome = run_plain(writer, "SAVEPOINT caller", "starting a ledger transaction");
    if (request->outcome.ok()) request->outcome = (*request->work)(session);
    const char* end = request->outcome.ok() ? "RELEASE caller" : "ROLLBACK TO caller; RELEASE caller";
    Status ended = run_plain(writer, end, "ending a ledger transaction");
    if (!ended.ok() && request->outcome.ok()) request->outcome = ended;
  }
  Status committed = run_plain(writer, "COMMIT", "committing to the ledger");
  if (!committed.ok()) {
    sqlite3_exec(writer, "ROLLBACK", nullptr, nullptr, nullptr);
    fail_all(committed.error());
  }
}

Ledger::Ledger() : state_(std::make_unique<State>()) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

Ledger::~Ledger() {
  if (!state_) return;
  {
    std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->arrived.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
  for (sqlite3* reader : state_->readers) sqlite3_close(reader);
  if (state_->writer) sqlite3_close(state_->writer);
}

Result<Ledger> Ledger::open(const std::string& path, const std::string& key) {
  Ledger ledger;
  ledger.state_->path = path;
  ledger.state_->key = key;
  ZK_TRY_SET(ledger.state_->writer, connect(path, key, true));
  Session session(ledger.state_->writer);
  ZK_TRY(migrate(ledger.state_->writer, session));
  ledger.state_->thread = std::thread([state = ledger.state_.get()] { state->serve(); });
  return ledger;
}

Status Ledger::write(const std::function<Status(Session&)>& work) {
  Request request{&work};
  std::unique_lock lock(state_->mutex);
  state_->queue.push_back(&request);
  state_->arrived.notify_one();
  state_->answered.wait(lock, [&] { return request.answered; });
  return request.outcome;
}

Status Ledger::read(const std::function<Status(Session&)>& work) const {
  sqlite3* handle = nullptr;
  {
    std::lock_guard lock(state_->readers_mutex);
    if (!state_->readers.empty()) {
      handle = state_->readers.back();
      state_->readers.pop_back();
    }
  }
  if (!handle) {
    ZK_TRY_SET(handle, connect(state_->path, state_->key, false));
  }
  Session session(handle);
  Status outcome = run_plain(handle, "BEGIN", "starting to read the ledger");
  if (outcome.ok()) outcome = work(session);
  sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
  std::lock_guard lock(state_->readers_mutex);
  state_->readers.push_back(handle);
  return outcome;
}

}  // namespace zhike::ledger

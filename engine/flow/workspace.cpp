// SPDX-License-Identifier: Apache-2.0
#include "flow/workspace.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "base/failpoint.h"
#include "built_from.h"
#include "flow/keys.h"
#include "standard/versions.h"

namespace zhike::flow {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
constexpr int format_version = 1;

// Held for as long as the workspace is open; the kernel drops it when the process dies, however it dies.
class FolderLock {
 public:
  ~FolderLock() {
    if (file_ >= 0) ::close(file_);
  }
  Status take(const std::string& path, int wait_seconds) {
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) return Error{ErrorCode::forbidden, path + " cannot be opened; check the rights of the folder"};
    using namespace std::chrono;
    auto until = steady_clock::now() + seconds(wait_seconds);
    while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      if (steady_clock::now() >= until)
        return Error{ErrorCode::busy, "another zhike process is working in this workspace; try again when it has finished"};
      std::this_thread::sleep_for(milliseconds(50));
    }
    return done();
  }

 private:
  int file_ = -1;
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::not_found, path + " cannot be read"};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Status write_text(const std::string& path, const std::string& text) {
  std::string temporary = path + ".new";
  {
    std::ofstream file(temporary, std::ios::binary);
    file << text;
    file.flush();
    if (!file) return Error{ErrorCode::disk_full, path + " could not be written; check the disk"};
  }
  std::error_code error;
  fs::rename(temporary, path, error);
  if (error) return Error{ErrorCode::disk_full, path + " could not be written; check the disk"};
  return done();
}

fs::path program_folder() {
  std::error_code error;
  fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path(".") : program.parent_path();
}

}  // namespace

std::string resource_folder(const std::string& name) {
  std::error_code error;
  std::vector<fs::path> places;
  if (const char* given = std::getenv("ZHIKE_RESOURCES"); given && *given) places.emplace_back(fs::path(given) / name);
  places.push_back(program_folder() / ".." / "share" / "zhike" / name);
  places.push_back(program_folder() / name);
  places.emplace_back(name == "extensions" ? fs::path(ZHIKE_EXTENSIONS) : fs::path(ZHIKE_SOURCE_FOLDER) / name);
  for (const auto& place : places)
    if (fs::exists(place, error)) return place.string();
  return places.back().string();
}

struct Workspace::State {
  std::string folder;
  FolderLock lock;
  Keys keys;
  std::optional<ledger::Ledger> ledger;
  std::optional<db::Database> lake;
  std::shared_ptr<const standard::Standard> standard;
  OpenOptions options;

  Status open_lake();
};

Status Workspace::State::open_lake() {
  db::OpenOptions lake_options;
  lake_options.path = folder + "/lake.duckdb";
  lake_options.key = keys.lake;
  lake_options.extension_folder = resource_folder("extensions");
  lake_options.temporary_folder = folder + "/spill";
  lake_options.memory_bytes = options.memory_bytes;
  lake_options.threads = options.threads;
  ZK_TRY_SET(lake, db::Database::open(lake_options));
  ZK_TRY_SET(db::Connection connection, lake->connect());
  return connection.execute("PRAGMA add_parquet_key('archive', " + db::quote_literal(keys.archive) + ")");
}

Workspace::Workspace() : state_(std::make_unique<State>()) {}
Workspace::~Workspace() = default;

Status Workspace::make(const InitOptions& options) {
  std::error_code error;
  if (fs::exists(options.folder, error) && !fs::is_empty(options.folder, error))
    return Error{ErrorCode::conflict, options.folder + " is not empty; name a new folder for the workspace"};
  for (const char* part : {"", "archive", "spill"})
    if (!fs::create_directories(fs::path(options.folder) / part, error) && error)
      return Error{ErrorCode::forbidden, options.folder + " cannot be made; check the path and the rights"};
  fs::permissions(options.folder, fs::perms::owner_all, error);
  fs::copy(resource_folder("standards"), options.folder + "/standards", fs::copy_options::recursive, error);
  if (error) return Error{ErrorCode::internal, "the shipped standards could not be copied; install Zhike again"};
  InitOptions keyed = options;
  if (options.passphrase) {
    // Asked once here; the first opening below needs it again.
    ZK_TRY_SET(std::string passphrase, options.ask ? options.ask() : Result<std::string>(Error{ErrorCode::bad_request,
               "a passphrase can only be given on a terminal"}));
    keyed.ask = [passphrase]() -> Result<std::string> { return passphrase; };
  }
  ZK_TRY_SET(std::string key, make_key(keyed));
  json::object facts{{"format", format_version}, {"made_at", now_utc()}, {"key", json::parse(key)}};
  ZK_TRY(write_text(options.folder + "/workspace.json", json::serialize(facts) + "\n"));
  OpenOptions open_options;
  open_options.folder = options.folder;
  open_options.ask = keyed.ask;
  ZK_TRY(open(open_options));
  return done();
}

Result<std::unique_ptr<Workspace>> Workspace::open(const OpenOptions& options) {
  std::unique_ptr<Workspace> workspace(new Workspace());
  State& state = *workspace->state_;
  state.options = options;
  state.folder = fs::absolute(options.folder).lexically_normal().string();
  if (!state.folder.empty() && state.folder.back() == '/') state.folder.pop_back();
  auto text = read_text(state.folder + "/workspace.json");
  if (!text.ok()) return Error{ErrorCode::no_workspace, state.folder + " is not a Zhike workspace"};
  std::string key;
  try {
    json::object facts = json::parse(text.value()).as_object();
    if (facts.at("format").to_number<int>() > format_version)
      return Error{ErrorCode::conflict, "this workspace was made by a newer Zhike; install that version or a later one"};
    key = json::serialize(facts.at("key"));
  } catch (const std::exception&) {
    return Error{ErrorCode::unreadable, "workspace.json is damaged"};
  }
  ZK_TRY_SET(state.keys, open_key(key, state.options));
  ZK_TRY(state.lock.take(state.folder + "/lock", options.wait_seconds));
  std::error_code error;
  for (const auto& left : fs::directory_iterator(state.folder + "/spill", error)) fs::remove_all(left.path(), error);
  ZK_TRY_SET(state.ledger, ledger::Ledger::open(state.folder + "/ledger.db", state.keys.ledger));
  ZK_TRY(state.open_lake());
  ZK_TRY_SET(state.standard, standard::active_standard(*state.ledger));
  if (!state.standard) {
    ZK_TRY_SET(state.standard, standard::load(state.folder + "/standards"));
    ZK_TRY(standard::publish(*state.ledger, *state.standard, "system"));
  }
  return workspace;
}

const std::string& Workspace::folder() const { return state_->folder; }
ledger::Ledger& Workspace::ledger() { return *state_->ledger; }
db::Database& Workspace::lake() { return *state_->lake; }
std::shared_ptr<const standard::Standard> Workspace::standard() const { return state_->standard; }
void Workspace::use_standard(std::shared_ptr<const standard::Standard> active) { state_->standard = std::move(active); }
std::string Workspace::standards_folder() const { return state_->folder + "/standards"; }
std::string Workspace::archive_folder() const { return state_->folder + "/archive"; }

Status Workspace::reset_lake() {
  state_->lake.reset();
  std::error_code error;
  fs::remove(state_->folder + "/lake.duckdb", error);
  fs::remove(state_->folder + "/lake.duckdb.wal", error);
  return state_->open_lake();
}

std::string Workspace::blind_index(std::string_view column, std::string_view value) const {
  std::string message = std::string(column) + '\0' + std::string(value);
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                     reinterpret_cast<const unsigned char*>(state_->keys.index.data()), state_->keys.index.size());
  std::string out(sizeof digest * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), digest, sizeof digest);
  out.pop_back();
  return out;
}

}  // namespace zhike::flow

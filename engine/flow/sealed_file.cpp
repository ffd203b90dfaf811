// SPDX-License-Identifier: Apache-2.0
#include "flow/sealed_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/failpoint.h"
#include "base/parallel.h"

namespace zhike::flow {
namespace {

constexpr std::size_t id_bytes = 16;
constexpr std::size_t piece_bytes = 1 << 20;
constexpr std::size_t pieces_together = 32;  // sealed by all threads, then written in their order
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::string_view magic = "ZKSEAL01";
constexpr std::size_t fixed_bytes = magic.size() + id_bytes + 16;  // of the head, before the facts

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The nonce of a piece: the random id of the file and the number of the piece.
std::string nonce_of(std::string_view id, std::uint64_t number) {
  std::string nonce(id);
  for (int k = 0; k < 8; ++k) nonce.push_back(static_cast<char>(number >> (8 * k)));
  return nonce;
}
static_assert(id_bytes + 8 == nonce_bytes);

void seal(char* out, std::string_view plain, std::string_view about, std::string_view nonce, std::string_view key) {
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(out), nullptr, bytes_of(plain), plain.size(),
                                             bytes_of(about), about.size(), nullptr, bytes_of(nonce), bytes_of(key));
}
bool unseal(char* out, std::string_view sealed, std::string_view about, std::string_view nonce, std::string_view key) {
  return sealed.size() >= tag_bytes &&
         crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(out), nullptr, nullptr, bytes_of(sealed),
                                                    sealed.size(), bytes_of(about), about.size(), bytes_of(nonce),
                                                    bytes_of(key)) == 0;
}

void put_number(std::string& out, std::uint64_t number) {
  for (int k = 0; k < 8; ++k) out.push_back(static_cast<char>(number >> (8 * k)));
}
std::uint64_t number_at(std::string_view text, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t k = 8; k-- > 0;) number = number << 8 | static_cast<unsigned char>(text[at + k]);
  return number;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Error not_written(const std::string& path) { return {ErrorCode::disk_full, path + " could not be written; check the disk"}; }
Error damaged(const std::string& path) {
  return {ErrorCode::unreadable, path + " is damaged, or belongs to another workspace; it is made anew by the next run"};
}

// magic, id, number of bytes of facts and of content, facts; then the pieces, each with its tag. The head is
// authenticated with every piece, so nothing of it can be changed alone.
std::string head_of(std::string_view id, std::string_view facts, std::uint64_t content) {
  std::string head(magic);
  head += id;
  put_number(head, facts.size());
  put_number(head, content);
  head += facts;
  return head;
}
std::size_t pieces_of(std::uint64_t content) { return std::max<std::size_t>(1, (content + piece_bytes - 1) / piece_bytes); }

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  bool is_open() const { return file_ >= 0; }
  // Nothing when it cannot be told.
  std::optional<std::uint64_t> size() const {
    struct stat facts {};
    if (::fstat(file_, &facts) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(facts.st_size);
  }
  // False when there are not so many bytes from `first` on. Any thread may call it.
  bool read(std::uint64_t first, char* out, std::size_t bytes) const {
    for (std::size_t at = 0; at < bytes;) {
      const auto got = ::pread(file_, out + at, bytes - at, static_cast<off_t>(first + at));
      if (got <= 0) return false;
      at += static_cast<std::size_t>(got);
    }
    return true;
  }

 private:
  int file_;
};

struct Head {
  std::string text;           // as it is authenticated with every piece
  std::uint64_t content = 0;  // bytes of it, as the head says

  std::string id() const { return text.substr(magic.size(), id_bytes); }
  std::string facts() const { return text.substr(fixed_bytes); }
};

Result<Head> read_head(const OpenFile& file, const std::string& path) {
  if (!file.is_open()) return Error{ErrorCode::not_found, path + " is not there"};
  const std::uint64_t size = file.size().value_or(0);
  Head head{std::string(fixed_bytes, '\0')};
  if (size < fixed_bytes || !file.read(0, head.text.data(), fixed_bytes) || !head.text.starts_with(magic)) return damaged(path);
  const std::uint64_t facts = number_at(head.text, magic.size() + id_bytes);
  head.content = number_at(head.text, magic.size() + id_bytes + 8);
  if (facts > size - fixed_bytes) return damaged(path);
  head.text.resize(fixed_bytes + facts);
  if (!file.read(fixed_bytes, head.text.data() + fixed_bytes, facts)) return damaged(path);
  return head;
}

// Texts that follow one another, read as if they were one.
class Parts {
 public:
  explicit Parts(std::span<const std::string> parts) : parts_(parts) {
    for (const auto& part : parts) size_ += part.size();
  }
  std::size_t size() const { return size_; }
  // At most `bytes` bytes from `first` on.
  std::string piece(std::size_t first, std::size_t bytes) const {
    std::string out;
    out.reserve(bytes);
    for (const auto& part : parts_) {
      if (first < part.size()) out.append(part, first, bytes - out.size());
      first -= std::min(first, part.size());
      if (out.size() == bytes) break;
    }
    return out;
  }

 private:
  std::span<const std::string> parts_;
  std::size_t size_ = 0;
};

}  // namespace

Status write_sealed(const std::string& path, std::string_view key, std::string_view facts, std::span<const std::string> content, int threads) {
  ZK_ASSERT(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  if (sodium_init() < 0) return Error{ErrorCode::internal, "the cryptographic library did not start"};
  std::string id(id_bytes, '\0');
  randombytes_buf(id.data(), id.size());
  const Parts parts(content);
  const auto head = head_of(id, facts, parts.size());
  const std::string temporary = path + ".writing";
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return not_written(path);
  bool written = write_all(file, head);
  const std::size_t pieces = pieces_of(parts.size());
  std::vector<std::string> sealed(std::min(pieces, pieces_together));
  for (std::size_t first = 0; written && first < pieces; first += sealed.size()) {
    const std::size_t count = std::min(sealed.size(), pieces - first);
    parallel_pieces(count, 1, threads, [&](std::size_t k, std::size_t, int) {
      const std::string plain = parts.piece((first + k) * piece_bytes, piece_bytes);
      sealed[k].resize(plain.size() + tag_bytes);
      seal(sealed[k].data(), plain, head, nonce_of(id, first + k), key);
    });
    for (std::size_t k = 0; written && k < count; ++k) written = write_all(file, sealed[k]);
  }
  written = ::close(file) == 0 && written;
  Status state = written ? failpoint("sealed_file.written") : Status(not_written(path));
  if (state.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) state = not_written(path);
  if (!state.ok()) {
    ::unlink(temporary.c_str());
    return state;
  }
  ZK_FAILPOINT("sealed_file.renamed");
  return done();
}

Result<Unsealed> read_sealed(const std::string& path, std::string_view key, int threads) {
  const OpenFile file(path);
  ZK_TRY_SET(const Head head, read_head(file, path));
  const std::uint64_t size = file.size().value_or(0);
  const std::uint64_t content = head.content;
  if (content > size) return damaged(path);
  const std::size_t pieces = pieces_of(content);
  if (size != head.text.size() + content + pieces * tag_bytes) return damaged(path);
  Unsealed out{head.facts(), Content(content), head.id()};
  std::atomic<bool> whole{true};
  parallel_pieces(pieces, 1, threads, [&](std::size_t piece, std::size_t, int) {
    if (!whole) return;
    const std::size_t plain = std::min<std::size_t>(piece_bytes, content - std::min<std::size_t>(content, piece * piece_bytes));
    thread_local std::string sealed;
    sealed.resize(plain + tag_bytes);
    if (!file.read(head.text.size() + piece * (piece_bytes + tag_bytes), sealed.data(), sealed.size()) ||
        !unseal(out.content.data() + piece * piece_bytes, sealed, head.text, nonce_of(out.id, piece), key))
      whole = false;
  });
  if (!whole) return damaged(path);
  return out;
}

Result<Unsealed> read_facts(const std::string& path) {
  ZK_TRY_SET(const Head head, read_head(OpenFile(path), path));
  if (head.text.size() - fixed_bytes > piece_bytes) return damaged(path);
  return Unsealed{head.facts(), {}, head.id()};
}

Result<SealedLog> SealedLog::open(const std::string& path, std::string_view key, std::string_view id) {
  SealedLog log;
  log.path_ = path;
  log.key_ = key;
  log.id_ = id;
  std::string text;
  if (const OpenFile file(path); file.is_open()) {
    const auto size = file.size();
    if (size) text.resize(*size);
    if (!size || !file.read(0, text.data(), text.size())) return damaged(path);
  } else if (errno != ENOENT) {
    return damaged(path);  // what it holds must not be taken for nothing
  }
  std::string fresh(magic);
  fresh += id;
  const bool mine = text.size() >= fresh.size() && text.starts_with(fresh);
  std::size_t at = fresh.size();
  while (mine && at + 8 <= text.size()) {
    const std::uint64_t size = number_at(text, at);
    if (size < nonce_bytes + tag_bytes || size > text.size() - at - 8) break;
    const auto sealed = std::string_view(text).substr(at + 8, size);
    std::string entry(size - nonce_bytes - tag_bytes, '\0');
    if (!unseal(entry.data(), sealed.substr(nonce_bytes), nonce_of(id, log.count_), sealed.substr(0, nonce_bytes), key)) break;
    log.entries_.push_back(std::move(entry));
    ++log.count_;
    at += 8 + size;
  }
  log.file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  bool ready = log.file_ >= 0;
  if (ready && !mine) ready = ::ftruncate(log.file_, 0) == 0 && write_all(log.file_, fresh) && ::fsync(log.file_) == 0;
  if (ready && mine) ready = ::ftruncate(log.file_, static_cast<off_t>(at)) == 0;
  log.size_ = static_cast<std::int64_t>(at);
  if (!ready || ::lseek(log.file_, log.size_, SEEK_SET) < 0) return not_written(path);
  return log;
}

SealedLog::SealedLog(SealedLog&& other) noexcept
    : path_(std::move(other.path_)), key_(std::move(other.key_)), id_(std::move(other.id_)), file_(std::exchange(other.file_, -1)),
      count_(other.count_), size_(other.size_), entries_(std::move(other.entries_)) {}

SealedLog::~SealedLog() {
  if (file_ >= 0) ::close(file_);
}

Status SealedLog::append(std::string_view entry) {
  std::string out;
  // A random nonce: after a failed append the same number is written again with other content.
  std::string nonce(nonce_bytes, '\0');
  randombytes_buf(nonce.data(), nonce.size());
  put_number(out, nonce_bytes + entry.size() + tag_bytes);
  out += nonce;
  out.resize(out.size() + entry.size() + tag_bytes);
  seal(out.data() + 8 + nonce_bytes, entry, nonce_of(id_, count_), nonce, key_);
  Status state = write_all(file_, out) && ::fdatasync(file_) == 0 ? failpoint("sealed_log.appended") : Status(not_written(path_));
  if (!state.ok()) {
    // A half entry would end the log for all that come later.
    if (::ftruncate(file_, size_) != 0 || ::lseek(file_, size_, SEEK_SET) < 0) return not_written(path_);
    return state;
  }
  ++count_;
  size_ += static_cast<std::int64_t>(out.size());
  return done();
}

}  // namespace zhike::flow

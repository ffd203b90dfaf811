// SPDX-License-Identifier: Apache-2.0
#include "flow/sealed_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/failpoint.h"
#include "base/large_memory.h"
#include "base/parallel.h"

namespace zhike::flow {
namespace {

constexpr std::size_t id_bytes = 16;
constexpr std::size_t piece_bytes = 1 << 20;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::string_view magic = "ZKSEAL02";
constexpr std::string_view log_magic = "ZKSEAL01";
constexpr std::size_t fixed_bytes = magic.size() + id_bytes + 16;  // of the head, before the facts
constexpr std::size_t log_head_bytes = log_magic.size() + id_bytes;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// The nonce of a piece: the random id of the file and the number of the piece.
std::string nonce_of(std::string_view id, std::uint64_t number) {
  std::string nonce(id);
  for (int k = 0; k < 8; ++k) nonce.push_back(static_cast<char>(number >> (8 * k)));
  return nonce;
}
static_assert(id_bytes + 8 == nonce_bytes);

// XChaCha20-Poly1305 is ChaCha20-Poly1305 under a key that comes from the key and the first half of the nonce. libsodium makes
// that key, OpenSSL does the rest: four times as fast on wide registers as libsodium, and the same bytes.
class Cipher {
 public:
  Cipher(std::string_view key, std::string_view nonce, bool seals) : context_(EVP_CIPHER_CTX_new()), seals_(seals) {
    std::array<unsigned char, crypto_core_hchacha20_OUTPUTBYTES> own_key{};
    crypto_core_hchacha20(own_key.data(), bytes_of(nonce), bytes_of(key), nullptr);
    std::array<unsigned char, 12> own_nonce{};
    std::memcpy(own_nonce.data() + 4, nonce.data() + crypto_core_hchacha20_INPUTBYTES, 8);
    works_ = context_ != nullptr &&
             EVP_CipherInit_ex(context_, EVP_chacha20_poly1305(), nullptr, own_key.data(), own_nonce.data(), seals ? 1 : 0) == 1;
    sodium_memzero(own_key.data(), own_key.size());
  }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;
  ~Cipher() { EVP_CIPHER_CTX_free(context_); }

  // out: as many bytes as `in`, and behind them the tag when sealing. `tag` when unsealing.
  bool run(char* out, std::string_view in, std::string_view about, std::string_view tag) {
    int size = 0;
    works_ = works_ && EVP_CipherUpdate(context_, nullptr, &size, bytes_of(about), static_cast<int>(about.size())) == 1;
    for (std::size_t at = 0; works_ && at < in.size(); at += step_bytes) {
      const auto some = in.substr(at, step_bytes);
      works_ = EVP_CipherUpdate(context_, reinterpret_cast<unsigned char*>(out) + at, &size, bytes_of(some), static_cast<int>(some.size())) == 1;
    }
    if (!seals_) {
      std::string expected(tag);
      works_ = works_ && EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_SET_TAG, tag_bytes, expected.data()) == 1;
    }
    std::array<unsigned char, 16> rest{};
    works_ = works_ && EVP_CipherFinal_ex(context_, rest.data(), &size) == 1;
    if (seals_) works_ = works_ && EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, tag_bytes, out + in.size()) == 1;
    return works_;
  }

 private:
  static constexpr std::size_t step_bytes = std::size_t{1} << 30;  // its sizes are of type int
  EVP_CIPHER_CTX* context_;
  bool seals_, works_ = false;
};

// out: the sealed bytes and their tag.
void seal(char* out, std::string_view plain, std::string_view about, std::string_view nonce, std::string_view key) {
  const bool sealed = Cipher(key, nonce, true).run(out, plain, about, {});
  ZK_ASSERT(sealed);
}
bool unseal(char* out, std::string_view sealed, std::string_view about, std::string_view nonce, std::string_view key) {
  if (sealed.size() < tag_bytes) return false;
  const std::size_t size = sealed.size() - tag_bytes;
  return Cipher(key, nonce, false).run(out, sealed.substr(0, size), about, sealed.substr(size));
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
bool write_at(int file, std::uint64_t first, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::pwrite(file, text.data(), text.size(), static_cast<off_t>(first));
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
    first += static_cast<std::uint64_t>(written);
  }
  return true;
}
// False when there are not so many bytes from `first` on.
bool read_at(int file, std::uint64_t first, char* out, std::size_t bytes) {
  for (std::size_t at = 0; at < bytes;) {
    const auto got = ::pread(file, out + at, bytes - at, static_cast<off_t>(first + at));
    if (got <= 0) return false;
    at += static_cast<std::size_t>(got);
  }
  return true;
}
// Nothing when it cannot be told.
std::optional<std::uint64_t> size_of(int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(facts.st_size);
}

Error not_written(const std::string& path) { return {ErrorCode::disk_full, path + " could not be written; check the disk"}; }
Error damaged(const std::string& path) {
  return {ErrorCode::unreadable, path + " is damaged, or belongs to another workspace; it is made anew by the next run"};
}

std::string log_head(std::string_view id) { return std::string(log_magic) + std::string(id); }

// magic, id, number of bytes of facts, number of parts, facts, bytes of each part; then the parts in pieces, each with its
// tag. The head is authenticated with every piece, so nothing of it can be changed alone.
std::string head_of(std::string_view id, std::string_view facts, std::span<const std::uint64_t> sizes) {
  std::string head(magic);
  head += id;
  put_number(head, facts.size());
  put_number(head, sizes.size());
  head += facts;
  for (const auto size : sizes) put_number(head, size);
  return head;
}

// A piece never holds bytes of two parts, so each is read to the place of its part. Also a part of no bytes is one piece.
struct Piece {
  std::size_t part = 0;
  std::uint64_t first = 0;  // within its part
  std::size_t bytes = 0;
  std::uint64_t place = 0;  // in the file
};
std::vector<Piece> pieces_of(std::span<const std::uint64_t> sizes, std::uint64_t place) {
  std::vector<Piece> pieces;
  for (std::size_t part = 0; part < sizes.size(); ++part) {
    std::uint64_t first = 0;
    do {
      const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, sizes[part] - first));
      pieces.push_back({part, first, bytes, place});
      first += bytes;
      place += bytes + tag_bytes;
    } while (first < sizes[part]);
  }
  return pieces;
}

}  // namespace

Status write_sealed(const std::string& path, std::string_view key, std::string_view facts, std::span<const std::string_view> parts, int threads) {
  ZK_ASSERT(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  if (sodium_init() < 0) return Error{ErrorCode::internal, "the cryptographic library did not start"};
  std::string id(id_bytes, '\0');
  randombytes_buf(id.data(), id.size());
  std::vector<std::uint64_t> sizes;
  for (const auto part : parts) sizes.push_back(part.size());
  const auto head = head_of(id, facts, sizes);
  const std::string temporary = path + ".writing";
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return not_written(path);
  std::atomic<bool> written{write_all(file, head)};
  const auto pieces = pieces_of(sizes, head.size());
  parallel_pieces(pieces.size(), 1, threads, [&](std::size_t number, std::size_t, int) {
    if (!written) return;
    const Piece& piece = pieces[number];
    thread_local UnfilledVector<char> sealed;
    sealed.resize(piece.bytes + tag_bytes);
    seal(sealed.data(), parts[piece.part].substr(piece.first, piece.bytes), head, nonce_of(id, number), key);
    if (!write_at(file, piece.place, {sealed.data(), sealed.size()})) written = false;
  });
  if (::close(file) != 0) written = false;
  Status state = written ? failpoint("sealed_file.written") : Status(not_written(path));
  if (state.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) state = not_written(path);
  if (!state.ok()) {
    ::unlink(temporary.c_str());
    return state;
  }
  ZK_FAILPOINT("sealed_file.renamed");
  return done();
}

Result<SealedReader> SealedReader::open(const std::string& path, std::string_view key) {
  ZK_ASSERT(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  SealedReader out;
  out.path_ = path;
  out.key_ = key;
  out.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (out.file_ < 0) return Error{ErrorCode::not_found, path + " is not there"};
  const std::uint64_t size = size_of(out.file_).value_or(0);
  std::string& head = out.head_;
  head.resize(fixed_bytes);
  if (size < fixed_bytes || !read_at(out.file_, 0, head.data(), fixed_bytes) || !head.starts_with(magic)) return damaged(path);
  out.id_ = head.substr(magic.size(), id_bytes);
  const std::uint64_t facts = number_at(head, magic.size() + id_bytes);
  const std::uint64_t parts = number_at(head, magic.size() + id_bytes + 8);
  if (facts > size - fixed_bytes || parts > (size - fixed_bytes - facts) / 8) return damaged(path);
  head.resize(fixed_bytes + facts + 8 * parts);
  if (!read_at(out.file_, fixed_bytes, head.data() + fixed_bytes, head.size() - fixed_bytes)) return damaged(path);
  out.facts_ = head.substr(fixed_bytes, facts);
  std::uint64_t left = size - head.size();
  for (std::uint64_t part = 0; part < parts; ++part) {
    out.sizes_.push_back(number_at(head, fixed_bytes + facts + 8 * part));
    if (out.sizes_.back() > left) return damaged(path);
    left -= out.sizes_.back();
  }
  const auto pieces = pieces_of(out.sizes_, head.size());
  if (size != (pieces.empty() ? head.size() : pieces.back().place + pieces.back().bytes + tag_bytes)) return damaged(path);
  return out;
}

SealedReader::SealedReader(SealedReader&& other) noexcept
    : path_(std::move(other.path_)), key_(std::move(other.key_)), head_(std::move(other.head_)), facts_(std::move(other.facts_)),
      id_(std::move(other.id_)), sizes_(std::move(other.sizes_)), file_(std::exchange(other.file_, -1)) {}

SealedReader::~SealedReader() {
  if (file_ >= 0) ::close(file_);
}

Status SealedReader::read(std::size_t first, std::span<char* const> places, int threads) const {
  const auto pieces = pieces_of(sizes_, head_.size());
  const auto part_less = [](const Piece& piece, std::size_t part) { return piece.part < part; };
  const auto begin = static_cast<std::size_t>(std::lower_bound(pieces.begin(), pieces.end(), first, part_less) - pieces.begin());
  const auto end = static_cast<std::size_t>(std::lower_bound(pieces.begin(), pieces.end(), first + places.size(), part_less) - pieces.begin());
  std::atomic<bool> whole{true};
  parallel_pieces(end - begin, 1, threads, [&](std::size_t k, std::size_t, int) {
    if (!whole) return;
    const Piece& piece = pieces[begin + k];
    thread_local UnfilledVector<char> sealed;
    sealed.resize(piece.bytes + tag_bytes);
    if (!read_at(file_, piece.place, sealed.data(), sealed.size()) ||
        !unseal(places[piece.part - first] + piece.first, {sealed.data(), sealed.size()}, head_, nonce_of(id_, begin + k), key_))
      whole = false;
  });
  return whole ? done() : Status(damaged(path_));
}

Result<SealedLog> SealedLog::open(const std::string& path, std::string_view key, std::string_view id) {
  SealedLog log;
  log.path_ = path;
  log.key_ = key;
  log.id_ = id;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return log;
  if (file < 0) return damaged(path);  // what it holds must not be taken for nothing
  UnfilledVector<char> text;
  const auto bytes = size_of(file);
  if (bytes) text.resize(*bytes);
  const bool is_read = bytes && read_at(file, 0, text.data(), text.size());
  ::close(file);
  if (!is_read) return damaged(path);
  std::string_view left(text.data(), text.size());
  if (!left.starts_with(log_head(id))) return log;
  left.remove_prefix(log_head_bytes);
  while (left.size() >= 8) {
    const std::uint64_t size = number_at(left, 0);
    if (size < nonce_bytes + tag_bytes || size > left.size() - 8) break;
    const auto sealed = left.substr(8, size);
    std::string entry(size - nonce_bytes - tag_bytes, '\0');
    if (!unseal(entry.data(), sealed.substr(nonce_bytes), nonce_of(id, log.count_), sealed.substr(0, nonce_bytes), key)) break;
    log.entries_.push_back(std::move(entry));
    ++log.count_;
    left.remove_prefix(8 + size);
  }
  log.size_ = text.size() - left.size();
  return log;
}

SealedLog::SealedLog(SealedLog&& other) noexcept
    : path_(std::move(other.path_)), key_(std::move(other.key_)), id_(std::move(other.id_)), file_(std::exchange(other.file_, -1)),
      count_(other.count_), size_(other.size_), entries_(std::move(other.entries_)) {}

SealedLog::~SealedLog() {
  if (file_ >= 0) ::close(file_);
}

// Before the first append: cuts off what is not of this log.
Status SealedLog::prepare() {
  if (file_ >= 0) return done();
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return not_written(path_);
  bool ready = ::ftruncate(file, static_cast<off_t>(size_)) == 0;
  if (ready && size_ == 0) ready = write_all(file, log_head(id_)) && ::fsync(file) == 0;
  if (ready && size_ == 0) size_ = log_head_bytes;
  if (!ready || ::lseek(file, static_cast<off_t>(size_), SEEK_SET) < 0) {
    ::close(file);
    return not_written(path_);
  }
  file_ = file;
  return done();
}

Status SealedLog::append(std::string_view entry) {
  ZK_TRY(prepare());
  // A random nonce: after a failed append the same number is written again with other content.
  std::string nonce(nonce_bytes, '\0');
  randombytes_buf(nonce.data(), nonce.size());
  std::string out;
  put_number(out, nonce_bytes + entry.size() + tag_bytes);
  out += nonce;
  out.resize(out.size() + entry.size() + tag_bytes);
  seal(out.data() + 8 + nonce_bytes, entry, nonce_of(id_, count_), nonce, key_);
  Status state = write_all(file_, out) && ::fdatasync(file_) == 0 ? failpoint("sealed_log.appended") : Status(not_written(path_));
  if (!state.ok()) {
    // A half entry would end the log for all that come later.
    if (::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::lseek(file_, static_cast<off_t>(size_), SEEK_SET) < 0) return not_written(path_);
    return state;
  }
  ++count_;
  size_ += out.size();
  return done();
}

}  // namespace zhike::flow

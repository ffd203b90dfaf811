// SPDX-License-Identifier: Apache-2.0
#include "ingest/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace zhike::ingest {
namespace {

class FileStream : public ByteStream {
 public:
  FileStream(int file, std::string path) : file_(file), path_(std::move(path)) {}
  ~FileStream() override { ::close(file_); }
  Result<std::size_t> read(char* out, std::size_t size) override {
    for (;;) {
      ssize_t got = ::read(file_, out, size);
      if (got >= 0) {
        position_ += got;
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) return Error{ErrorCode::unreadable, path_ + " could not be read: " + std::strerror(errno)};
    }
  }
  std::int64_t position() const override { return position_; }

 private:
  int file_;
  std::string path_;
  std::int64_t position_ = 0;
};

class GzipStream : public ByteStream {
 public:
  GzipStream(gzFile file, std::string path) : file_(file), path_(std::move(path)) { gzbuffer(file_, 1 << 18); }
  ~GzipStream() override { gzclose(file_); }
  Result<std::size_t> read(char* out, std::size_t size) override {
    int got = gzread(file_, out, static_cast<unsigned>(std::min<std::size_t>(size, 1 << 30)));
    int code = Z_OK;
    gzerror(file_, &code);
    if (got < 0 || code != Z_OK)
      return Error{ErrorCode::unreadable, path_ + " is a damaged or cut gzip file; fetch it again"};
    return static_cast<std::size_t>(got);
  }
  std::int64_t position() const override { return gzoffset(file_); }

 private:
  gzFile file_;
  std::string path_;
};

class AheadStream : public ByteStream {
 public:
  explicit AheadStream(std::unique_ptr<ByteStream> inner) : inner_(std::move(inner)), reader_([this] { read_ahead(); }) {}
  ~AheadStream() override {
    {
      std::lock_guard lock(mutex_);
      abandoned_ = true;
    }
    changed_.notify_all();
  }
  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == current_.size()) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return ended_ || !blocks_.empty(); });
      if (blocks_.empty()) {
        if (failure_) return *failure_;
        return std::size_t{0};
      }
      current_ = std::move(blocks_.front());
      blocks_.pop_front();
      at_ = 0;
      changed_.notify_all();
    }
    std::size_t count = std::min(size, current_.size() - at_);
    std::memcpy(out, current_.data() + at_, count);
    at_ += count;
    position_ += static_cast<std::int64_t>(count);
    return count;
  }
  std::int64_t position() const override { return position_; }

 private:
  static constexpr std::size_t block_bytes = 1 << 18, blocks_max = 256;

  void read_ahead() {
    for (;;) {
      std::string block(block_bytes, '\0');
      auto got = inner_->read(block.data(), block.size());
      block.resize(got.ok() ? got.value() : 0);
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return abandoned_ || blocks_.size() < blocks_max; });
      if (!got.ok()) failure_ = got.error();
      ended_ = block.empty() || abandoned_;
      if (!block.empty()) blocks_.push_back(std::move(block));
      changed_.notify_all();
      if (ended_) return;
    }
  }

  std::unique_ptr<ByteStream> inner_;  // of the reader alone
  std::string current_;                // of the caller alone, as the two below
  std::size_t at_ = 0;
  std::int64_t position_ = 0;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::string> blocks_;
  std::optional<Error> failure_;
  bool ended_ = false, abandoned_ = false;
  std::jthread reader_;  // last: it ends before what it uses
};

class TextStream : public ByteStream {
 public:
  explicit TextStream(std::string_view text) : text_(text) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t count = std::min(size, text_.size() - position_);
    std::memcpy(out, text_.data() + position_, count);
    position_ += count;
    return count;
  }
  std::int64_t position() const override { return static_cast<std::int64_t>(position_); }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Error{ErrorCode::not_found, path + " cannot be opened; check the path and the rights"};
  struct stat facts {};
  if (::fstat(file, &facts) != 0 || S_ISDIR(facts.st_mode)) {
    ::close(file);
    return Error{ErrorCode::unreadable, path + " is a folder, not a file"};
  }
  unsigned char magic[2] = {};
  if (::pread(file, magic, 2, 0) == 2 && magic[0] == 0x1F && magic[1] == 0x8B) {
    gzFile packed = gzdopen(file, "rb");
    ZK_ASSERT(packed != nullptr);
    return std::unique_ptr<ByteStream>(std::make_unique<GzipStream>(packed, path));
  }
  ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(file, path));
}

std::unique_ptr<ByteStream> pipe_stream(int file) { return std::make_unique<FileStream>(file, "the reading process"); }
std::unique_ptr<ByteStream> ahead_stream(std::unique_ptr<ByteStream> inner) { return std::make_unique<AheadStream>(std::move(inner)); }
std::unique_ptr<ByteStream> text_stream(std::string_view text) { return std::make_unique<TextStream>(text); }

}  // namespace zhike::ingest

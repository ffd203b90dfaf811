// SPDX-License-Identifier: Apache-2.0
#include "ingest/zip_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace zhike::ingest {
namespace {

constexpr std::uint64_t small_bytes = 1 << 20;  // below this a high ratio harms nobody
constexpr std::size_t members_max = 10'000;

std::uint64_t number(const std::string& bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

class MemberStream : public ByteStream {
 public:
  MemberStream(int file, std::uint64_t offset, const ZipMember& member, std::string path)
      : file_(file), offset_(offset), packed_left_(member.packed_bytes), unpacked_left_(member.unpacked_bytes),
        deflated_(member.method == 8), path_(std::move(path)) {
    std::memset(&stream_, 0, sizeof stream_);
    if (deflated_) ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK;
  }
  ~MemberStream() override {
    if (deflated_ && ready_) inflateEnd(&stream_);
  }
  Result<std::size_t> read(char* out, std::size_t size) override {
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, unpacked_left_));
    if (size == 0) return std::size_t{0};
    if (!deflated_) {
      ssize_t got = ::pread(file_, out, size, static_cast<off_t>(offset_));
      if (got <= 0) return damaged();
      return taken(static_cast<std::size_t>(got), static_cast<std::size_t>(got));
    }
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1 << 30));
    uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (stream_.avail_in == 0 && packed_left_ > 0) {
        ssize_t got = ::pread(file_, buffer_, std::min<std::uint64_t>(sizeof buffer_, packed_left_), static_cast<off_t>(offset_));
        if (got <= 0) return damaged();
        taken(static_cast<std::size_t>(got), 0);
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_);
        stream_.avail_in = static_cast<uInt>(got);
      }
      int code = inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_STREAM_END) break;
      if (code != Z_OK) return damaged();
    }
    std::size_t got = wanted - stream_.avail_out;
    if (got == 0) return damaged();
    return taken(0, got);
  }
  std::int64_t position() const override { return static_cast<std::int64_t>(offset_); }

 private:
  std::size_t taken(std::size_t packed, std::size_t unpacked) {
    offset_ += packed;
    packed_left_ -= std::min<std::uint64_t>(packed, packed_left_);
    unpacked_left_ -= unpacked;
    return unpacked;
  }
  Error damaged() const { return {ErrorCode::unreadable, path_ + " is damaged: a part cannot be unpacked"}; }

  int file_;
  std::uint64_t offset_, packed_left_, unpacked_left_;
  bool deflated_, ready_ = true;
  std::string path_;
  z_stream stream_;
  char buffer_[1 << 16];
};

}  // namespace

Result<std::unique_ptr<ZipFile>> ZipFile::open(const std::string& path) {
  std::unique_ptr<ZipFile> zip(new ZipFile());
  zip->path_ = path;
  zip->file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (zip->file_ < 0 || ::fstat(zip->file_, &facts) != 0)
    return Error{ErrorCode::not_found, path + " cannot be opened; check the path and the rights"};
  zip->size_ = static_cast<std::uint64_t>(facts.st_size);
  ZK_TRY(zip->read_directory());
  return zip;
}

ZipFile::~ZipFile() {
  if (file_ >= 0) ::close(file_);
}

Result<std::string> ZipFile::bytes(std::uint64_t offset, std::uint64_t size) const {
  if (offset > size_ || size > size_ - offset) return Error{ErrorCode::unreadable, path_ + " is damaged: its directory points outside"};
  std::string out(size, '\0');
  for (std::size_t at = 0; at < size;) {
    ssize_t got = ::pread(file_, out.data() + at, size - at, static_cast<off_t>(offset + at));
    if (got <= 0) return Error{ErrorCode::unreadable, path_ + " could not be read"};
    at += static_cast<std::size_t>(got);
  }
  return out;
}

Status ZipFile::read_directory() {
  std::uint64_t tail_size = std::min<std::uint64_t>(size_, 65'557);
  ZK_TRY_SET(std::string tail, bytes(size_ - tail_size, tail_size));
  std::size_t end = tail.rfind("PK\x05\x06");
  if (end == std::string::npos || end + 22 > tail.size())
    return Error{ErrorCode::unreadable, path_ + " is a damaged or cut workbook: it has no directory"};
  std::uint64_t size = number(tail, end + 12, 4), offset = number(tail, end + 16, 4);
  if (size > (64u << 20)) return Error{ErrorCode::too_large, path_ + " holds too many parts for a workbook"};
  ZK_TRY_SET(std::string directory, bytes(offset, size));
  std::uint64_t total = 0;
  for (std::size_t at = 0; at + 46 <= directory.size() && directory.compare(at, 4, "PK\x01\x02") == 0;) {
    std::size_t name_size = number(directory, at + 28, 2), extra = number(directory, at + 30, 2), comment = number(directory, at + 32, 2);
    if (at + 46 + name_size > directory.size()) return Error{ErrorCode::unreadable, path_ + " is damaged: its directory is cut"};
    ZipMember member{directory.substr(at + 46, name_size), number(directory, at + 20, 4), number(directory, at + 24, 4),
                     number(directory, at + 42, 4), static_cast<int>(number(directory, at + 10, 2))};
    total += member.unpacked_bytes;
    bool bomb = member.unpacked_bytes > small_bytes && member.unpacked_bytes / ratio_max > member.packed_bytes;
    if (bomb || total > unpacked_bytes_max || members_.size() >= members_max)
      return Error{ErrorCode::too_large, path_ + " unpacks to more than a workbook should (at most 1 GB, 200 times its size); save it as CSV"};
    members_.push_back(std::move(member));
    at += 46 + name_size + extra + comment;
  }
  if (members_.empty()) return Error{ErrorCode::unreadable, path_ + " is an empty archive"};
  return done();
}

const ZipMember* ZipFile::find(const std::string& name) const {
  for (const auto& member : members_)
    if (member.name == name) return &member;
  return nullptr;
}

Result<std::unique_ptr<ByteStream>> ZipFile::read(const ZipMember& member) const {
  ZK_TRY_SET(std::string head, bytes(member.offset, 30));
  if (head.compare(0, 4, "PK\x03\x04") != 0 || (member.method != 0 && member.method != 8))
    return Error{ErrorCode::unreadable, path_ + " is damaged, encrypted or packed in an unknown way"};
  std::uint64_t offset = member.offset + 30 + number(head, 26, 2) + number(head, 28, 2);
  return std::unique_ptr<ByteStream>(std::make_unique<MemberStream>(file_, offset, member, path_));
}

Result<std::string> ZipFile::text(const ZipMember& member) const {
  ZK_TRY_SET(auto stream, read(member));
  std::string out;
  for (char block[1 << 14];;) {
    ZK_TRY_SET(std::size_t got, stream->read(block, sizeof block));
    if (got == 0) return out;
    out.append(block, got);
  }
}

}  // namespace zhike::ingest

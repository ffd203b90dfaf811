// SPDX-License-Identifier: Apache-2.0
#include "base/spill.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/failpoint.h"

namespace zhike {
namespace {

constexpr std::size_t page_bytes = 4096;

// Deleted before anything is in it: neither a kill nor a lost power leaves a file.
int open_without_name(const std::string& folder) {
#ifdef O_TMPFILE
  if (const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); file >= 0) return file;
#endif
  std::string path = folder + "/zhike-spill-XXXXXX";
  const int file = ::mkostemp(path.data(), O_CLOEXEC);  // mode 0600
  if (file >= 0) ::unlink(path.c_str());
  return file;
}

}  // namespace

Result<std::unique_ptr<SpillFile>> SpillFile::open(const std::string& folder) {
  const int file = open_without_name(folder);
  if (file < 0) return Error{ErrorCode::disk_full, "nothing can be moved to disk in " + folder + "; name another folder in TMPDIR or raise --memory"};
  return std::unique_ptr<SpillFile>(new SpillFile(file, folder));
}

SpillFile::~SpillFile() {
  if (mapped_ != nullptr) ::munmap(mapped_, mapped_bytes_);
  ::close(file_);
}

Error SpillFile::no_room(std::uint64_t bytes) const {
  return {ErrorCode::disk_full, folder_ + " has no room for " + std::to_string((bytes >> 20) + 1) +
                                    " MB more; name another folder in TMPDIR or raise --memory. Nothing was written."};
}

Result<std::uint64_t> SpillFile::append(const void* bytes, std::size_t count) {
  ZK_FAILPOINT("spill.append");
  const std::uint64_t at = end_;
  for (std::size_t written = 0; written < count;) {
    const auto more = ::pwrite(file_, static_cast<const char*>(bytes) + written, count - written, static_cast<off_t>(at + written));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return no_room(count - written);
    written += static_cast<std::size_t>(more);
  }
  end_ += count;
  return at;
}

Status SpillFile::read(std::uint64_t at, void* bytes, std::size_t count) const {
  for (std::size_t read = 0; read < count;) {
    const auto more = ::pread(file_, static_cast<char*>(bytes) + read, count - read, static_cast<off_t>(at + read));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return Error{ErrorCode::disk_full, "what was moved to disk in " + folder_ + " could not be read again; check the disk"};
    read += static_cast<std::size_t>(more);
  }
  return done();
}

Result<void*> SpillFile::map(std::size_t bytes) {
  ZK_FAILPOINT("spill.map");
  // All of the room is taken now: a disk that fills up later would end the process at some write to memory.
  int failed = EINTR;
  while (failed == EINTR) failed = ::posix_fallocate(file_, 0, static_cast<off_t>(bytes));
  if (failed != 0) return no_room(bytes);
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (memory == MAP_FAILED) return no_room(bytes);
  mapped_ = memory;
  mapped_bytes_ = bytes;
  return memory;
}

void SpillFile::let_go(std::size_t first, std::size_t last) const {
  first = (first + page_bytes - 1) / page_bytes * page_bytes;
  last = last == mapped_bytes_ ? last : last / page_bytes * page_bytes;
  if (last <= first) return;
  auto* const from = static_cast<char*>(mapped_) + first;
  // The kernel keeps the pages as cache, which it can drop for others; written ones go to the disk first.
  ::madvise(from, last - first, MADV_DONTNEED);
}

}  // namespace zhike

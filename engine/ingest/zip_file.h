// SPDX-License-Identifier: Apache-2.0
// The members of a ZIP file, unpacked as they are read. Trusts nothing it reads: sizes are checked against what comes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/byte_stream.h"

namespace zhike::ingest {

struct ZipMember {
  std::string name;
  std::uint64_t packed_bytes = 0, unpacked_bytes = 0, offset = 0;
  int method = 0;  // 0 stored, 8 deflated
};

class ZipFile {
 public:
  static constexpr std::uint64_t unpacked_bytes_max = std::uint64_t{1} << 30;
  static constexpr std::uint64_t ratio_max = 200;

  // Reads the directory. Fails with unreadable when it is damaged, too_large when the members would unpack to more
  // than 1 GB, or one to more than 200 times its size (a zip bomb).
  static Result<std::unique_ptr<ZipFile>> open(const std::string& path);
  ~ZipFile();
  const std::vector<ZipMember>& members() const { return members_; }
  const ZipMember* find(const std::string& name) const;  // nullptr when absent
  // Ends with unreadable when more comes out than the directory says.
  Result<std::unique_ptr<ByteStream>> read(const ZipMember& member) const;
  // A small member whole.
  Result<std::string> text(const ZipMember& member) const;

 private:
  ZipFile() = default;
  Status read_directory();
  Result<std::string> bytes(std::uint64_t offset, std::uint64_t size) const;

  std::string path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::vector<ZipMember> members_;
};

}  // namespace zhike::ingest

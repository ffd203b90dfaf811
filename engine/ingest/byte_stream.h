// SPDX-License-Identifier: Apache-2.0
// The bytes of an input, whatever carries them: a plain file, a gzip file (unpacked as it is read), or a pipe.
// A stream belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhike::ingest {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills `out` with up to `size` bytes and gives their number; 0 is the end. Fails with unreadable.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
  // Bytes of the file taken so far (packed ones for gzip), for progress.
  virtual std::int64_t position() const = 0;
};

// A file; gzip is told by its first two bytes. Fails with not_found or unreadable.
Result<std::unique_ptr<ByteStream>> open_stream(const std::string& path);
// Takes the file descriptor over.
std::unique_ptr<ByteStream> pipe_stream(int file);
// Another stream, read by a thread of its own up to some 64 MB ahead, so that who writes a pipe need not wait for who reads it.
std::unique_ptr<ByteStream> ahead_stream(std::unique_ptr<ByteStream> inner);
// Text in memory, for tests and for bytes that were read already. The text must outlive the stream.
std::unique_ptr<ByteStream> text_stream(std::string_view text);

}  // namespace zhike::ingest

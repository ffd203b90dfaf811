// SPDX-License-Identifier: Apache-2.0
// Inside the matching engine only: values as bytes and back. One description of the order, a template over the writer or the
// reader, serves both ways.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace zhike::resolve {

template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

class ByteWriter {
 public:
  static constexpr bool reads = false;
  std::string bytes;

  template <Plain T>
  void operator()(T& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void operator()(std::string& text) {
    std::uint64_t size = text.size();
    (*this)(size);
    bytes += text;
  }
  template <Plain T, class Allocator>
  void operator()(std::vector<T, Allocator>& values) {
    std::uint64_t size = values.size();
    (*this)(size);
    bytes.append(reinterpret_cast<const char*>(values.data()), size * sizeof(T));
  }
  bool good() const { return true; }
};

class ByteReader {
 public:
  static constexpr bool reads = true;
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  template <Plain T>
  void operator()(T& value) {
    take(&value, sizeof value);
  }
  void operator()(std::string& text) {
    text.resize(size_of(1));
    take(text.data(), text.size());
  }
  template <Plain T, class Allocator>
  void operator()(std::vector<T, Allocator>& values) {
    const std::size_t size = size_of(sizeof(T));
    values.resize(size);
    take(values.data(), size * sizeof(T));
  }
  // What follows cannot be right.
  void fail() { good_ = false; }
  bool good() const { return good_; }
  bool at_end() const { return good_ && left_.empty(); }

 private:
  std::size_t size_of(std::size_t unit) {
    std::uint64_t size = 0;
    (*this)(size);
    good_ = good_ && size <= left_.size() / unit;
    return good_ ? size : 0;
  }
  void take(void* out, std::size_t size) {
    good_ = good_ && size <= left_.size();
    if (!good_ || size == 0) return;
    std::memcpy(out, left_.data(), size);
    left_.remove_prefix(size);
  }
  std::string_view left_;
  bool good_ = true;
};

// A list of things that are more than bytes.
template <class Io, class T, class Each>
void transfer_list(Io& io, std::vector<T>& list, const Each& each) {
  std::uint64_t size = list.size();
  io(size);
  if (Io::reads && !io.good()) return;
  if constexpr (Io::reads) list.clear();
  for (std::uint64_t k = 0; k < size && io.good(); ++k) {
    if constexpr (Io::reads) list.emplace_back();
    each(list[k]);
  }
}

// What stands behind the first `from` values: to be written, or to be put behind those that are there.
template <class Io, class T, class Allocator>
void transfer_tail(Io& io, std::vector<T, Allocator>& values, std::size_t from) {
  std::vector<T> tail;
  if constexpr (!Io::reads) tail.assign(values.begin() + static_cast<std::ptrdiff_t>(from), values.end());
  io(tail);
  if constexpr (Io::reads) values.insert(values.end(), tail.begin(), tail.end());
}

template <class Io>
void transfer_flag(Io& io, bool& flag) {
  std::uint8_t byte = flag;
  io(byte);
  flag = byte != 0;
}

}  // namespace zhike::resolve

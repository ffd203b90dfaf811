// SPDX-License-Identifier: Apache-2.0
// XML as a stream of events, as much of it as workbooks use: elements, attributes, text, the five entities and
// character references. No document types, so no entity can grow. Prefixes of names are dropped.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ingest/byte_stream.h"

namespace zhike::ingest {

enum class XmlEvent { open, close, text, end };

class XmlReader {
 public:
  explicit XmlReader(ByteStream& stream) : stream_(stream) {}
  // The next event. Fails with unreadable where the markup is not well-formed: a tag that is none or longer than 1 MB,
  // an element closed by another's name or never.
  Result<XmlEvent> next();
  const std::string& name() const { return name_; }  // of open and close
  const std::string& text() const { return text_; }  // of text, with entities replaced
  // Of open; empty when absent.
  std::string_view attribute(std::string_view name) const;

 private:
  Result<bool> fill();
  std::size_t markup_end() const;
  Result<XmlEvent> read_tag(std::size_t end);
  Status read_attributes(std::string_view tag, std::size_t space);
  Status opened(std::string_view name);
  Status closed(std::string_view name);

  ByteStream& stream_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::string name_, text_;
  std::vector<std::pair<std::string, std::string>> attributes_;
  std::vector<std::string> open_;  // names of the elements around this place, with their prefixes
  bool close_follows_ = false;
};

}  // namespace zhike::ingest

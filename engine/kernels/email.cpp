// SPDX-License-Identifier: Apache-2.0
#include "kernels/email.h"

#include <algorithm>
#include <iterator>

#include "kernels/text.h"

namespace zhike::kernels {
namespace {

constexpr std::string_view role_names[] = {
    "abuse", "account", "accounting", "accounts", "admin", "administrator", "billing", "careers", "contact", "finance",
    "hello", "help", "helpdesk", "hostmaster", "hr", "info", "inquiry", "it", "jobs", "kefu", "legal", "mail", "marketing",
    "no-reply", "noreply", "office", "order", "orders", "postmaster", "press", "privacy", "purchase", "reception",
    "recruit", "root", "sales", "security", "service", "services", "shop", "support", "team", "webmaster", "xiaoshou", "zhaopin"};

constexpr std::string_view disposable_domains[] = {
    "10minutemail.com", "33mail.com", "anonbox.net", "bccto.me", "chacuo.net", "dispostable.com", "emailondeck.com",
    "fakeinbox.com", "getairmail.com", "getnada.com", "guerrillamail.com", "guerrillamail.net", "linshiyouxiang.net",
    "mailcatch.com", "maildrop.cc", "mailinator.com", "mailnesia.com", "mintemail.com", "moakt.com", "mohmal.com",
    "sharklasers.com", "spam4.me", "spamgourmet.com", "temp-mail.org", "tempail.com", "tempmail.com", "throwawaymail.com",
    "trashmail.com", "yopmail.com", "yopmail.fr", "yopmail.net"};

constexpr std::string_view empty_names[] = {"a", "aaa", "abc", "asdf", "example", "na", "no", "noemail", "nomail", "none", "null", "test", "unknown", "xxx"};
constexpr std::string_view empty_domains[] = {"a.com", "aaa.com", "abc.com", "email.com", "example.com", "example.net", "example.org",
                                              "na.com", "noemail.com", "nomail.com", "none.com", "null.com", "test.com", "xxx.com"};

bool contains(const std::string_view* first, const std::string_view* last, std::string_view word) {
  return std::binary_search(first, last, word);
}

bool is_local_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
}

bool is_local(std::string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') return false;
  return local.find("..") == std::string_view::npos && std::all_of(local.begin(), local.end(), is_local_character);
}

bool is_domain(std::string_view domain) {
  if (domain.size() > 253 || domain.find('.') == std::string_view::npos) return false;
  std::size_t labels = 0;
  for (std::size_t start = 0; start <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', start), domain.size());
    const std::string_view label = domain.substr(start, end - start);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (char c : label)
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || static_cast<unsigned char>(c) >= 0x80)) return false;
    if (end == domain.size()) {  // the top level has two letters at least and is not all digits
      const auto size = length(label);
      return size >= 2 && label.find_first_not_of("0123456789") != std::string_view::npos;
    }
    start = end + 1;
  }
  return false;
}

}  // namespace

Email read_email(std::string_view raw) {
  Email out;
  std::string normal;
  if (!is_ascii(raw)) {
    normalise(raw, normal);
    raw = normal;
  }
  std::string_view text = trim(raw);
  if (text.size() > 7 && lower_ascii(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  if (const std::size_t open = text.find('<'); open != std::string_view::npos && text.back() == '>')
    text = trim(text.substr(open + 1, text.size() - open - 2));  // Wang Wei <wei@example.com>
  while (!text.empty() && (text.back() == '.' || text.back() == ',' || text.back() == ';')) text.remove_suffix(1);
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > 254) return out;
  const std::string_view local = text.substr(0, at);
  const std::string domain = lower_ascii(text.substr(at + 1));
  if (!is_local(local) || !is_domain(domain)) return out;
  out.valid = true;
  out.address.reserve(text.size());
  out.address.append(local).append(1, '@').append(domain);
  const std::string name = lower_ascii(local);
  out.role = contains(std::begin(role_names), std::end(role_names), name);
  out.disposable = contains(std::begin(disposable_domains), std::end(disposable_domains), domain);
  out.placeholder = contains(std::begin(empty_names), std::end(empty_names), name) &&
                    contains(std::begin(empty_domains), std::end(empty_domains), domain);
  if (domain == "qq.com" && local.size() >= 5 && local.size() <= 11 && local[0] != '0' &&
      local.find_first_not_of("0123456789") == std::string_view::npos)
    out.qq = local;
  return out;
}

}  // namespace zhike::kernels

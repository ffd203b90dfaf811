// SPDX-License-Identifier: Apache-2.0
#include "kernels/phone.h"

#include <array>
#include <mutex>
#include <optional>

#include "kernels/pattern.h"
#include "kernels/phone_region.h"
#include "kernels/text.h"
#include "phone_metadata.h"

namespace zhike::kernels {
namespace {

constexpr std::size_t regions_count = std::size(phone_regions);

// The patterns of a region, compiled when a number of it first comes.
struct RegionPatterns {
  std::optional<Pattern> general, fixed, mobile, other, leading, prefix;
};

std::optional<Pattern> compiled(const char* expression) {
  if (*expression == '\0') return std::nullopt;
  auto pattern = Pattern::compile(expression);
  if (!pattern.ok()) return std::nullopt;  // a test proves that every expression of the metadata compiles
  return std::move(pattern.value());
}

const RegionPatterns& patterns_of(std::size_t region) {
  struct Slot {
    std::once_flag once;
    RegionPatterns patterns;
  };
  static std::array<Slot, regions_count> slots;
  Slot& slot = slots[region];
  std::call_once(slot.once, [&] {
    const PhoneRegion& row = phone_regions[region];
    slot.patterns = {compiled(row.general), compiled(row.fixed), compiled(row.mobile),
                     compiled(row.other), compiled(row.leading_digits), compiled(row.national_prefix_pattern)};
  });
  return slot.patterns;
}

bool matches(const std::optional<Pattern>& pattern, std::string_view text) { return pattern && pattern->matches(text); }

std::size_t region_index(std::string_view id) {
  for (std::size_t i = 0; i < regions_count; ++i)
    if (id == phone_regions[i].id) return i;
  return regions_count;
}

constexpr std::size_t digits_max = 24;
struct Written {
  char digits[digits_max];
  std::size_t size = 0;
  bool plus = false;
  bool ill_formed = false;
  std::string_view view() const { return {digits, size}; }
};

bool starts_extension(std::string_view rest, std::size_t& length) {
  for (std::string_view word : {"转", "分机", "extension", "ext.", "ext", "x", "#", "*"}) {
    if (rest.size() < word.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < word.size() && same; ++i) {
      const char c = rest[i] >= 'A' && rest[i] <= 'Z' ? static_cast<char>(rest[i] + 32) : rest[i];
      same = c == word[i];
    }
    if (same) {
      length = word.size();
      return true;
    }
  }
  return false;
}

// Digits of the first number in the text and its extension. Labels before it (电话:, Tel.) are passed over.
Written read_digits(std::string_view text, std::string& extension) {
  Written out;
  std::size_t i = 0;
  while (i < text.size() && !(text[i] >= '0' && text[i] <= '9') && text[i] != '+') ++i;
  if (i > 18) out.ill_formed = true;
  bool in_extension = false;
  int hyphens_since = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      if (in_extension) {
        extension.push_back(c);
      } else if (out.size == digits_max) {
        out.ill_formed = true;
        return out;
      } else {
        out.digits[out.size++] = c;
      }
      hyphens_since = 0;
      continue;
    }
    if (c == '+' && out.size == 0 && !out.plus) {
      out.plus = true;
      continue;
    }
    std::size_t length = 0;
    if (!in_extension && out.size >= 5 && starts_extension(text.substr(i), length)) {
      in_extension = true;
      i += length - 1;
      continue;
    }
    if (c == ' ' || c == '(' || c == ')' || c == '.') continue;
    if (c == '-') {
      // A third group after a whole fixed number is its extension: 0571-88888888-123.
      if (!in_extension && out.size >= 10 && out.digits[0] == '0' && out.digits[1] != '0') in_extension = true;
      if (++hyphens_since > 2) out.ill_formed = true;
      continue;
    }
    if (out.size >= 7 && (c == '/' || c == ',' || c == ';')) break;  // a second number follows
    if (out.size >= 7 && (text.substr(i).starts_with("、") || text.substr(i).starts_with("或"))) break;
    out.ill_formed = true;
    return out;
  }
  if (extension.size() > 6) out.ill_formed = true;
  return out;
}

// Only a mobile may be judged by its tail: 0571-88888888 is a good number of a good company.
bool is_placeholder(std::string_view d) {
  if (d.size() < 5) return false;
  if (d == "13800138000" || d.starts_with("12345678") || d == "87654321") return true;
  const std::size_t tail = d.size() == 11 && d[0] == '1' ? 8 : d.size();
  return d.find_first_not_of(d.back(), d.size() - tail) == std::string_view::npos;
}

PhoneClass mobile_class(std::string_view d) {
  const int prefix = (d[0] - '0') * 100 + (d[1] - '0') * 10 + (d[2] - '0');
  switch (prefix) {
    case 162: case 165: case 167: case 170: case 171: return PhoneClass::virtual_operator;
    // Given out to devices or resold (140 141 144), or not given out when the list was made in 2022.
    case 140: case 141: case 142: case 143: case 144: case 154: case 161: case 164: return PhoneClass::suspect;
    case 194: return PhoneClass::invalid;
    default: return d[1] >= '3' ? PhoneClass::valid : PhoneClass::invalid;
  }
}

void set(Phone& out, PhoneClass verdict, PhoneKind kind, std::string_view calling_code, std::string_view national) {
  out.verdict = verdict;
  out.kind = kind;
  if (!out.usable()) return;
  out.e164.clear();
  out.e164.push_back('+');
  out.e164.append(calling_code);
  out.e164.append(national);
}

// Short numbers and those without an area: 10086, 95588, 400..., 800...
bool is_service(std::string_view d) {
  if (d.size() == 10 && (d.starts_with("400") || d.starts_with("800"))) return true;
  if (d.size() >= 5 && d.size() <= 8 && (d.starts_with("95") || d.starts_with("96"))) return d.size() <= 6;
  return d.size() == 5 && (d.starts_with("100") || d.starts_with("12") || d.starts_with("11"));
}

Phone read_chinese(std::string_view d, Phone out) {
  static const std::size_t china = region_index("CN");
  out.region = "CN";
  const bool zero = !d.empty() && d[0] == '0';
  const std::string_view national = zero ? d.substr(1) : d;
  if (is_placeholder(national)) {
    out.verdict = PhoneClass::placeholder;
    return out;
  }
  if (national.size() == 11 && national[0] == '1') {
    const PhoneClass verdict = mobile_class(national);
    if (verdict != PhoneClass::invalid || !zero) {
      set(out, verdict, PhoneKind::mobile, "86", national);
      return out;
    }
  }
  if (!zero && national.size() == 13 && (national.starts_with("14") || national.starts_with("10"))) {
    set(out, PhoneClass::iot, PhoneKind::unknown, "86", national);
    return out;
  }
  if (!zero && is_service(national)) {
    set(out, PhoneClass::service, PhoneKind::unknown, "86", national);
    return out;
  }
  // 8888888 without its area cannot be dialled from elsewhere, so it is no identifier.
  if (national.size() < 9 || !matches(patterns_of(china).fixed, national)) return out;
  out.area_digits = national.starts_with("10") || national[0] == '2' ? 2 : 3;
  set(out, PhoneClass::valid, PhoneKind::fixed, "86", national);
  return out;
}

// Whether the national number belongs to the region; then its kind.
bool read_in_region(std::size_t region, std::string_view national, Phone& out) {
  const PhoneRegion& row = phone_regions[region];
  const RegionPatterns& p = patterns_of(region);
  if (p.leading) {
    if (p.leading->match_beginning(national) == std::string_view::npos) return false;
  }
  if (!matches(p.general, national)) return false;
  const bool fixed = matches(p.fixed, national), mobile = matches(p.mobile, national);
  if (!fixed && !mobile && !matches(p.other, national)) return false;
  const PhoneKind kind = mobile && !fixed ? PhoneKind::mobile : fixed && !mobile ? PhoneKind::fixed : PhoneKind::unknown;
  out.region = row.id;
  set(out, fixed || mobile ? PhoneClass::valid : PhoneClass::service, kind, row.calling_code, national);
  return true;
}

bool read_national(std::size_t region, std::string_view d, Phone& out) {
  if (read_in_region(region, d, out)) return true;
  const PhoneRegion& row = phone_regions[region];
  const RegionPatterns& p = patterns_of(region);
  if (p.prefix) {
    const std::size_t end = p.prefix->match_beginning(d);
    if (end != std::string_view::npos && end > 0 && end < d.size() && read_in_region(region, d.substr(end), out)) return true;
  }
  const std::string_view prefix = row.national_prefix;
  return !prefix.empty() && d.starts_with(prefix) && read_in_region(region, d.substr(prefix.size()), out);
}

// The number after + or 00: calling codes have one to three digits and none is the beginning of another.
Phone read_international(std::string_view d, Phone out) {
  if (d.starts_with("86")) return read_chinese(d.substr(2), std::move(out));
  for (std::size_t region = 0; region < regions_count; ++region) {
    const std::string_view code = phone_regions[region].calling_code;
    if (d.starts_with(code) && read_national(region, d.substr(code.size()), out)) return out;
  }
  return out;
}

}  // namespace

std::string_view name(PhoneClass phone_class) {
  switch (phone_class) {
    case PhoneClass::valid: return "valid";
    case PhoneClass::virtual_operator: return "virtual_operator";
    case PhoneClass::suspect: return "suspect";
    case PhoneClass::iot: return "iot";
    case PhoneClass::service: return "service";
    case PhoneClass::invalid: return "invalid";
    case PhoneClass::placeholder: return "placeholder";
  }
  return "invalid";
}

Phone read_phone(std::string_view raw, std::string_view region) {
  Phone out;
  std::string normal;
  if (!is_ascii(raw)) {
    normalise(raw, normal);
    raw = normal;
  }
  const Written written = read_digits(raw, out.extension);
  if (written.ill_formed || written.size < 5) {
    if (written.size > 0 && !written.ill_formed && is_placeholder(written.view())) out.verdict = PhoneClass::placeholder;
    return out;
  }
  std::string_view d = written.view();
  const bool china = region == "CN";
  if (is_placeholder(d) && !written.plus) {
    out.verdict = PhoneClass::placeholder;
    return out;
  }
  if (written.plus) return read_international(d, std::move(out));
  if (d.starts_with("00")) return read_international(d.substr(2), std::move(out));
  if (china) {
    if (d.size() == 13 && d.starts_with("861")) d.remove_prefix(2);
    return read_chinese(d, std::move(out));
  }
  const std::size_t index = region_index(region);
  if (index < regions_count) read_national(index, d, out);
  return out;
}

std::string landline_form(const Phone& phone) {
  if (phone.area_digits == 0 || !phone.usable()) return {};
  std::string out(1, '0');
  out.append(phone.e164, 3, phone.area_digits);
  out.push_back('-');
  out.append(phone.e164, 3 + phone.area_digits);
  if (!phone.extension.empty()) out.append(1, '-').append(phone.extension);
  return out;
}

}  // namespace zhike::kernels

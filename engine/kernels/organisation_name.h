// SPDX-License-Identifier: Apache-2.0
// Names of organisations: 行政区划 + 字号 + 行业 + 组织形式, as the registration rules order them.
// The trade name (字号) is what tells companies apart; region and form are what writers leave out.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

struct OrganisationName {
  std::string full;    // cleaned, as it is stored
  std::string region;  // 杭州, wherever it stood: 杭州知客科技有限公司, 知客(杭州)科技有限公司
  std::string brand;   // 知客
  std::string trade;   // 科技
  std::string form;    // 有限公司, Co., Ltd.
  std::string branch;  // 杭州分公司, 西湖店: a branch is linked to its head office and never merged with it
  bool placeholder = false;
};

// false when the text is no name. A name without a form word is read too; check `form`.
bool read_organisation_name(std::string_view raw, OrganisationName& out);
bool has_organisation_form(std::string_view name);
// Folds for match keys: simplified, lower case, without form, brackets, blanks and signs.
std::string organisation_key(const OrganisationName& name);

}  // namespace zhike::kernels

// SPDX-License-Identifier: Apache-2.0
// Lists of English names and their draw.
#include "trial/western_names.h"

namespace zhike::trial {
namespace {

constexpr std::string_view surname_list =
    "Smith Johnson Williams Brown Jones Taylor Davies Miller Wilson Moore Evans Thomas Anderson Jackson White Harris Martin Thompson Garcia Martinez Robinson "
    "Clark Rodriguez Lewis Lee Walker Hall Allen Young Hernandez King Wright Lopez Hill Scott Green Adams Baker Gonzalez Nelson Carter Mitchell Perez Roberts "
    "Turner Phillips Campbell Parker Edwards Collins Stewart Sanchez Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward Torres "
    "Peterson Gray Ramirez James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Flores "
    "Washington Butler Simmons Foster Bryant Alexander Russell Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods Cole West Jordan Owens Reynolds "
    "Fisher Ellis Harrison Gibson Marshall Wells Webb Simpson Stevens Tucker Porter Hunter Hicks Crawford Henry Boyd Mason Kennedy Warren Dixon Burns Gordon "
    "Shaw Holmes Rice Robertson Hunt Black Palmer Mills Nichols Grant Knight Stone Hawkins Dunn Perkins Hudson Spencer O'Brien O'Connor McDonald Fraser Patel";
constexpr std::string_view male_list =
    "James John Robert Michael William David Richard Thomas Charles Joseph Daniel Matthew Christopher Andrew Mark Paul Steven George Kenneth Edward Brian Kevin "
    "Ronald Anthony Timothy Jason Jeffrey Ryan Gary Nicholas Eric Stephen Jonathan Larry Justin Scott Frank Brandon Benjamin Gregory Samuel Raymond Patrick "
    "Alexander Jack Dennis Jerry Tyler Aaron Henry Peter Adam Nathan Zachary Walter Kyle Harold Carl Arthur Gerald Roger Keith Lawrence Sean Christian Albert "
    "Austin Joe Ethan Willie Jesse Ralph Roy Luke Oliver Harry Liam Noah Mason Logan Lucas Owen";
constexpr std::string_view female_list =
    "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Margaret Lisa Betty Dorothy Sandra Ashley Kimberly Donna Emily Michelle Carol "
    "Amanda Melissa Deborah Stephanie Rebecca Laura Sharon Cynthia Kathleen Helen Amy Shirley Angela Anna Brenda Pamela Nicole Ruth Katherine Samantha Christine "
    "Emma Catherine Debra Virginia Rachel Carolyn Janet Maria Heather Diane Julie Joyce Victoria Kelly Christina Joan Evelyn Lauren Judith Olivia Frances Martha "
    "Cheryl Megan Andrea Hannah Jacqueline Jean Alice Kathryn Gloria Teresa Sara Janice Julia Grace Sophia Isabella Mia Chloe Charlotte";
constexpr std::string_view nickname_list =
    "Robert Bob William Bill Richard Dick Thomas Tom James Jim John Jack Michael Mike Charles Chuck Joseph Joe Daniel Dan Matthew Matt Christopher Chris Andrew Andy "
    "Steven Steve Edward Ed Kenneth Ken Ronald Ron Anthony Tony Timothy Tim Jeffrey Jeff Nicholas Nick Stephen Steve Benjamin Ben Gregory Greg Samuel Sam Patrick Pat "
    "Alexander Alex Elizabeth Liz Patricia Pat Jennifer Jen Susan Sue Jessica Jess Margaret Peggy Kimberly Kim Deborah Debbie Rebecca Becky Katherine Kate Catherine Cathy "
    "Christine Chris Victoria Vicky Jacqueline Jackie Kathleen Kathy Samantha Sam Pamela Pam Barbara Barb Lawrence Larry Gerald Jerry Zachary Zach Nathan Nate";

std::string draw(Random& random, const std::vector<std::string_view>& list, double flat) {
  return std::string(list[random.front(static_cast<std::uint32_t>(list.size()), flat)]);
}

}  // namespace

std::string draw_western_surname(Random& random) {
  static const auto list = words(surname_list);
  return draw(random, list, 20);
}

std::string draw_western_given_name(Random& random, Sex sex, int birth_year) {
  static const auto male = words(male_list), female = words(female_list);
  const auto& list = sex == Sex::female ? female : male;
  // The lists begin with the names of the fifties; the young are drawn from their end as often.
  if (birth_year >= 1990 && random.chance(0.5)) return std::string(list[list.size() - 1 - random.front(static_cast<std::uint32_t>(list.size()), 15)]);
  return draw(random, list, 15);
}

std::string nickname_of(std::string_view given) {
  static const std::unordered_map<std::string_view, std::string_view> pairs = [] {
    std::unordered_map<std::string_view, std::string_view> out;
    const auto list = words(nickname_list);
    for (std::size_t i = 0; i + 1 < list.size(); i += 2) out.emplace(list[i], list[i + 1]);
    return out;
  }();
  const auto found = pairs.find(given);
  return std::string(found == pairs.end() ? given : found->second);
}

}  // namespace zhike::trial

#include "tools/plugin-validator/test.hpp"
namespace passerelle::validator {
std::vector<Test> tests_of_migrations() { return {}; }
std::vector<Test> tests_of_views() { return {}; }
std::vector<Test> tests_of_rules() { return {}; }
std::vector<Test> tests_of_files() { return {}; }
std::vector<Test> tests_of_contract() { return {}; }
std::vector<Test> tests_of_strain() { return {}; }
}

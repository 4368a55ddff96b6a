#include "host/exchange/import_words.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <array>

namespace passerelle::exchange {
namespace {

std::vector<std::string_view> words_of(std::string_view plain)
{
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < plain.size();) {
        auto const end = std::min(plain.find(' ', at), plain.size());
        if (end > at)
            words.push_back(plain.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

bool small_word(std::string_view word)
{
    constexpr std::array<std::string_view, 24> small{"de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "a", "au", "aux", "en", "et", "ou", "of", "the", "in", "and", "or", "for", "par", "sur"};
    return std::find(small.begin(), small.end(), word) != small.end();
}

/// Words that stand for the same thing in tables of projects and money; each group is one idea.
constexpr std::array<std::string_view, 30> ideas{
    " montant somme debit valeur amount value montants depense decaissement sum cost cout subvention versement ",
    " libelle objet description intitule designation label subject detail motif ",
    " titre intitule nom title name denomination projet project ",
    " date jour ",
    " beneficiaire tiers fournisseur receiver recipient payee attributaire prestataire ",
    " bailleur donor financeur financement funder donateur ",
    " reference ref piece justificatif voucher facture numero num no n ",
    " code identifiant identifier id identification cle key reference ",
    " type nature categorie kind category genre ",
    " debut start commencement demarrage from ouverture ",
    " fin end echeance cloture to terme ",
    " pays country ",
    " ville commune city town municipalite collectivite territoire ",
    " devise monnaie currency ",
    " prevu prevue planned previsionnel previsionnelle prevision ",
    " reel reelle actual effectif effective constate ",
    " statut etat status state situation avancement ",
    " responsable responsible charge lead referent porteur ",
    " organisation organisme structure partenaire partner organization ",
    " courriel mail email e-mail mel adresse ",
    " telephone tel phone mobile portable ",
    " remarque remarques note notes commentaire commentaires comment comments observation observations ",
    " budget enveloppe ",
    " taux pourcentage percent percentage part share ",
    " convention contrat agreement contract accord ",
    " signature signe signee signed conclusion ",
    " projet project operation activite activity action ",
    " rubrique poste heading ligne budgetaire ",
    " population habitants inhabitants ",
    " latitude lat "};

bool same_idea(std::string_view left, std::string_view right)
{
    std::string const a = " " + std::string{left} + " ", b = " " + std::string{right} + " ";
    return std::any_of(ideas.begin(), ideas.end(), [&](std::string_view idea) { return idea.find(a) != std::string_view::npos && idea.find(b) != std::string_view::npos; });
}

bool same_word(std::string_view left, std::string_view right)
{
    if (left == right)
        return true;
    // Plural and feminine endings.
    auto const stem = [](std::string_view word) {
        while (word.size() > 3 && (word.back() == 's' || word.back() == 'e' || word.back() == 'x'))
            word.remove_suffix(1);
        return word;
    };
    return stem(left) == stem(right) && left.size() > 3 && right.size() > 3;
}

} // namespace

std::string plain_label(std::string_view label)
{
    auto const folded = fold(label.substr(0, 400));
    std::string flat;
    int depth = 0;
    for (std::size_t at = 0; at < folded.size(); ++at) {
        char const letter = folded[at];
        if (letter == '(' || letter == '[')
            ++depth;
        else if (letter == ')' || letter == ']')
            depth = std::max(0, depth - 1);
        else if (depth == 0)
            flat += (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || (letter & 0x80) ? letter : ' ';
        else if (depth > 0 && (letter == ')' || letter == ']'))
            flat += ' ';
    }
    for (auto at = flat.find("°"); at != std::string::npos; at = flat.find("°"))
        flat.replace(at, std::string_view{"°"}.size(), " ");
    std::string plain;
    for (auto const word : words_of(flat))
        if (!small_word(word))
            plain += (plain.empty() ? "" : " ") + std::string{word};
    return plain;
}

int likeness(std::string_view left, std::string_view right)
{
    if (left.empty() || right.empty())
        return 0;
    if (left == right)
        return 100;
    auto const a = words_of(left), b = words_of(right);
    double common = 0;
    for (auto const word : a) {
        double best = 0;
        for (auto const other : b)
            best = std::max(best, same_word(word, other) ? 1.0 : same_idea(word, other) ? 0.75 : 0.0);
        common += best;
    }
    double back = 0;
    for (auto const word : b) {
        double best = 0;
        for (auto const other : a)
            best = std::max(best, same_word(word, other) ? 1.0 : same_idea(word, other) ? 0.75 : 0.0);
        back += best;
    }
    double const share = (common / static_cast<double>(a.size()) + back / static_cast<double>(b.size())) / 2;
    return static_cast<int>(share * 97);
}

bool names_a_total(std::string_view cell)
{
    auto const text = fold(cell.substr(0, 80));
    for (std::string_view const word : {"total", "totaux", "sous-total", "sous total", "soustotal", "subtotal", "sub-total", "grand total", "cumul", "somme", "ensemble", "sum", "report a nouveau", "a reporter", "solde"})
        if (text.starts_with(word) && (text.size() == word.size() || text[word.size()] < 'a' || text[word.size()] > 'z'))
            return true;
    return false;
}

} // namespace passerelle::exchange

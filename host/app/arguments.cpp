#include "host/app/arguments.hpp"
#include <CLI/CLI.hpp>
#include <cstdio>

namespace passerelle::app {

Arguments read_arguments(int count, char** words)
{
    Arguments arguments;
    CLI::App app("Passerelle : suivi d’un portefeuille de coopération décentralisée", "passerelle");
    std::string language;
    app.add_option("FICHIER", arguments.portfolio, "Le portefeuille à ouvrir (the portfolio to open)");
    app.add_flag("--demo", arguments.demo, "Ouvre le portefeuille de démonstration (opens the demonstration)");
    app.add_option("--lang", language, "fr, en")->check(CLI::IsMember({"fr", "en"}));
    app.add_option("--screen", arguments.page, "Écran de départ (first screen): home, modules, settings, projects.activity, …");
    app.add_option("--author", arguments.session.store.author, "Nom inscrit dans l’historique (name written in the history)");
    app.add_option("--plugin-dir", arguments.session.modules.folders, "Dossier où chercher aussi des modules (folder to search for modules too)");
    app.add_option("--approve", arguments.approved, "Accord pour ce démarrage seulement, identifiant d’un module (agrees to a module for this start only)");
    app.add_option("--without", arguments.session.modules.without, "Module à laisser de côté (module to leave aside)");
    app.add_flag("--safe-mode", arguments.session.modules.safe_mode, "Sans le code des modules (without the modules’ code)");
    app.add_option("--today", arguments.session.today, "Date de travail AAAA-MM-JJ (working date)");
    app.add_option("--frames", arguments.frames, "S’arrête après ce nombre d’images (ends after so many frames)");
    app.add_flag("--tell-frames", arguments.tell_frames, "Dit à la fin combien d’images ont été dessinées (tells the frames drawn)");
    app.add_option("--frame-log", arguments.frame_log, "Écrit le temps de chaque image, en ms (writes the time of each frame, in ms)");
    app.add_option("--picture", arguments.picture, "Écrit l’image de l’écran au repos, en PNG ou PPM, puis s’arrête (writes a picture of the screen at rest, PNG or PPM, then ends)");
    app.add_option("--elements", arguments.elements, "Décrit l’écran au repos dans un fichier JSON (describes the screen at rest in a JSON file)");
    app.add_option("--speech-log", arguments.speech_log, "Lit à voix haute et écrit ce qui est dit (speaks, and writes what is said)");
    std::string size, theme;
    app.add_option("--size", size, "LARGEURxHAUTEUR (WIDTHxHEIGHT)");
    app.add_option("--theme", theme, "light, dark, contrast")->check(CLI::IsMember({"light", "dark", "contrast"}));
    app.add_option("--zoom", arguments.zoom, "1 … 2")->check(CLI::Range(1.0f, 2.0f));
    try {
        app.parse(count, words);
    } catch (CLI::CallForHelp const&) {
        std::fputs(app.help().c_str(), stdout);
        arguments.go_on = false;
    } catch (CLI::ParseError const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        arguments.go_on = false;
        arguments.status = 2;
    }
    if (!size.empty() && std::sscanf(size.c_str(), "%5dx%5d", &arguments.width, &arguments.height) != 2)
        arguments.width = arguments.height = 0;
    if (!theme.empty())
        arguments.theme = theme;
    if (!language.empty())
        arguments.language = language == "en" ? Language::en : Language::fr;
    return arguments;
}

} // namespace passerelle::app

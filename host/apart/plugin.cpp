// The tables that the host sees in place of the module's own: each function is a call into the module's process.
#if defined __linux__
#include "host/apart/remote.hpp"

namespace passerelle::apart {

namespace {

using Type = Object::Type;

psl_status simple(psl_plugin* plugin, Op op)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    return call.run(op, remote->limits().start);
}

psl_status PSL_CALL init(psl_plugin* plugin)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    auto const status = call.run(Op::init, remote->limits().start);
    if (status == PSL_OK) {
        remote->offers = call.in().take<std::uint32_t>();
        fill_tables(*remote);
    }
    return status;
}

psl_status PSL_CALL activate(psl_plugin* plugin) { return simple(plugin, Op::activate); }

void PSL_CALL deactivate(psl_plugin* plugin)
{
    (void)simple(plugin, Op::deactivate);
    remote_of(plugin)->quiet();
}

void PSL_CALL destroy(psl_plugin* plugin)
{
    auto const remote = remote_of(plugin);
    if (!remote->gone())
        (void)simple(plugin, Op::destroy);
    remote->leave();
}

void const* PSL_CALL get(psl_plugin const* plugin, char const* id)
{
    auto const remote = remote_of(plugin);
    std::string_view const wanted(id == nullptr ? "" : id);
    auto const offered = [&](std::uint32_t bit, void const* table) { return (remote->offers & bit) != 0 ? table : nullptr; };
    if (wanted == PSL_CHECKS)
        return offered(offers_checks, &remote->checks);
    if (wanted == PSL_SECTIONS)
        return offered(offers_sections, &remote->sections);
    if (wanted == PSL_TRANSFER)
        return offered(offers_transfer, &remote->transfer);
    if (wanted == PSL_ANSWERS)
        return offered(offers_answers, &remote->answers);
    if (wanted == PSL_COMMANDS)
        return offered(offers_commands, &remote->commands);
    return wanted == PSL_VIEWS ? offered(offers_views, &remote->views) : nullptr;
}

psl_status PSL_CALL check(psl_plugin* plugin, psl_str entity, psl_row const* row, psl_issues* issues)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(entity);
    call.give({Type::row, row});
    call.give({Type::issues, issues});
    return call.run(Op::check, remote->limits().check);
}

psl_status PSL_CALL alerts(psl_plugin* plugin, psl_alerts* all)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.give({Type::alerts, all});
    return call.run(Op::alerts, remote->limits().write);
}

psl_status PSL_CALL write(psl_plugin* plugin, psl_str section, psl_row const* scope, psl_words const* words, psl_page* page)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(section);
    call.give_scope(scope);
    call.give({Type::page, page, words});
    call.out.put(words->leaves(page));
    return call.run(Op::section, remote->limits().write);
}

void PSL_CALL draw(psl_plugin* plugin, psl_str view, psl_row const* scope, psl_widgets const* widgets, psl_ui* ui)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    psl_words const* const words = widgets->words(ui);
    psl_page* const page = widgets->page(ui);
    call.out.put(view);
    call.give_scope(scope);
    call.give({Type::ui, ui, widgets});
    call.give({Type::page, page, words});
    call.out.put(words->leaves(page));
    (void)call.run(Op::draw, remote->limits().draw); // what went wrong was said through fail()
}

psl_status PSL_CALL answer(psl_plugin* plugin, psl_str service, psl_row const* question, psl_row_sink* sink)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(service);
    call.give({Type::row, question});
    call.give({Type::sink, sink});
    return call.run(Op::answer, remote->limits().write);
}

psl_status PSL_CALL recognise(psl_plugin* plugin, psl_str format, psl_str head, std::int32_t* score)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(format);
    call.out.put(head);
    auto const status = call.run(Op::recognise, remote->limits().check);
    if (status == PSL_OK)
        *score = call.in().take<std::int32_t>();
    return status;
}

psl_status PSL_CALL import_file(psl_plugin* plugin, psl_str format, psl_reader* reader, psl_importer* importer, psl_job* job)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(format);
    call.give({Type::reader, reader});
    call.give({Type::importer, importer});
    call.give_job(job);
    return call.run(Op::import_file, remote->limits().work);
}

psl_status PSL_CALL export_file(psl_plugin* plugin, psl_str format, psl_row const* scope, psl_writer* writer, psl_job* job)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(format);
    call.give_scope(scope);
    call.give({Type::writer, writer});
    call.give_job(job);
    return call.run(Op::export_file, remote->limits().work);
}

psl_status PSL_CALL run_command(psl_plugin* plugin, psl_str command, psl_row const* scope, psl_job* job, psl_issues* told)
{
    auto const remote = remote_of(plugin);
    Calling call(remote);
    call.out.put(command);
    call.give_scope(scope);
    call.give_job(job);
    call.give({Type::issues, told});
    return call.run(Op::command, remote->limits().work);
}

} // namespace

std::shared_ptr<Remote> remote_of(psl_plugin const* plugin) { return static_cast<Remote*>(plugin->impl)->shared_from_this(); }

void fill_tables(Remote& remote)
{
    auto const offered = [&](std::uint32_t bit, auto function) { return (remote.offers & bit) != 0 ? function : nullptr; };
    remote.plugin = {&remote, &init, &activate, &deactivate, &destroy, &get};
    remote.checks = {offered(offers_check, &check), offered(offers_alerts, &alerts)};
    remote.sections = {&write};
    remote.transfer = {offered(offers_recognise, &recognise), offered(offers_import, &import_file), offered(offers_export, &export_file)};
    remote.answers = {&answer};
    remote.views = {&draw};
    remote.commands = {&run_command};
}

} // namespace passerelle::apart
#endif

// What a psl_job is on the host's side. [worker]
#pragma once
#include "host/bridge/module_host.hpp"
#include "passerelle/ext/jobs.h"

struct psl_job {
    passerelle::bridge::Progress* progress;
};

#include "COTPKernels.h"

#include "COTPVectors.h"

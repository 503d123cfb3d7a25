// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// The child of the durability check: FOLDER and the name of a fault.

import NaiveStores
import TwoFactorTesting

let arguments = CommandLine.arguments
let fault = FileStore.Fault(rawValue: arguments.last ?? "") ?? .none
try await DurabilityCheck.save(to: FileStore(arguments[1], fault))

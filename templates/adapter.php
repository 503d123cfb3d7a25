<?php
// An adapter for `otpkit conform`: puts your one-time passwords before the kit.
//
//     otpkit conform -- php adapter.php
//
// The functions of the first part are the slots: one for each thing that a
// library does. Call your library in them, and delete those that it has nothing
// for: a slot that is left out is not claimed, and not tested. Pass on what
// comes. Nothing is checked on the way, because a check that is made here is
// one that your library is not asked for.
//
// Until you change them, the slots call the example of the second part.

// ---- 1. Your library ----------------------------------------------------------

const NAME = 'my-otp', VERSION = '0.1';

// What your library throws to refuse an input; PHP itself throws a TypeError
// where a number does not fit the parameter. All else is a fault.
const REFUSALS = [InvalidArgumentException::class, TypeError::class];

// What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
const ABILITIES = ['sha1', 'sha256', 'sha512', 't0', 'step'];

// What bounds it, such as ['digits' => ['min' => 6, 'max' => 8]], and its
// choices where the standards leave one: see docs/adapter-protocol.md. Integers
// of PHP have 63 bits and a sign.
const LIMITS = ['counterBits' => 63];
const POLICIES = [];

// $algorithm is "SHA1", "SHA256" or "SHA512", $key a string of bytes. A counter
// or time that no int can hold comes as a string of decimal digits.

/** The code of a time, as text. */
function totp($key, $time, $step, $t0, $digits, $algorithm)
{
    return example_totp($key, $time, $step, $t0, $digits, $algorithm);
}

/** The code of a counter, as text. */
function hotp($key, $counter, $digits, $algorithm)
{
    return example_hotp($key, $counter, $digits, $algorithm);
}

/**
 * Looks for a code in the window of the current step, which has $past steps
 * before it and $future steps after it, and only after the last accepted step,
 * $after (or null).
 *
 * Returns the matching step and its distance from the current one,
 * [$step, $drift], or null. A library that tells yes or no returns that: then
 * add 'match' => false to LIMITS.
 */
function totp_verify(
    $key, $code, $time, $step, $t0, $digits, $algorithm, $past, $future, $after
) {
    return example_totp_verify(
        $key, $code, $time, $step, $t0, $digits, $algorithm, $past, $future, $after);
}

/**
 * Looks for the code of a counter or of the next $lookAhead ones. Returns the
 * matching counter, or null; or yes or no, as above.
 */
function hotp_verify($key, $code, $counter, $lookAhead, $digits, $algorithm)
{
    return example_hotp_verify($key, $code, $counter, $lookAhead, $digits, $algorithm);
}

/** The bytes of a secret in base32. */
function base32_decode($text)
{
    return example_base32_decode($text);
}

// ---- 2. The example: delete it when your library is in place ------------------

function example_check(bool $isRight, string $what): void
{
    if (!$isRight) {
        throw new InvalidArgumentException($what);
    }
}

function example_hotp(string $key, int $counter, int $digits, string $algorithm)
{
    $names = ['SHA1', 'SHA256', 'SHA512'];
    example_check(in_array($algorithm, $names, true), 'algorithm');
    example_check($key !== '', 'key');
    example_check($digits >= 6 && $digits <= 9, 'digits');
    example_check($counter >= 0, 'counter');
    $mac = hash_hmac(strtolower($algorithm), pack('J', $counter), $key, true);
    $offset = ord($mac[strlen($mac) - 1]) & 15;
    $number = unpack('N', substr($mac, $offset, 4))[1] & 0x7fffffff;
    return str_pad((string) ($number % 10 ** $digits), $digits, '0', STR_PAD_LEFT);
}

function example_step(int $time, int $step, int $t0): int
{
    example_check($step >= 1 && $t0 <= $time, 'step or time');
    return intdiv($time - $t0, $step);
}

function example_totp($key, $time, $step, $t0, $digits, $algorithm)
{
    return example_hotp($key, example_step($time, $step, $t0), $digits, $algorithm);
}

function example_totp_verify(
    $key, $code, $time, $step, $t0, $digits, $algorithm, $past, $future, $after
) {
    example_check(min($past, $future) >= 0 && max($past, $future) <= 50, 'window');
    $now = example_step($time, $step, $t0);
    $best = null;
    for ($drift = -$past; $drift <= $future; $drift++) {
        $n = $now + $drift;
        if ($n < 0 || example_hotp($key, $n, $digits, $algorithm) !== $code) {
            continue;
        }
        $isFresh = $after === null || (is_int($after) && $n > $after);
        if ($isFresh && ($best === null || abs($drift) < abs($best[1]))) {
            $best = [$n, $drift];
        }
    }
    return $best;
}

function example_hotp_verify($key, $code, $counter, $lookAhead, $digits, $algorithm)
{
    example_check($lookAhead >= 0 && $lookAhead <= 50, 'window');
    for ($i = 0; $i <= $lookAhead; $i++) {
        if (example_hotp($key, $counter + $i, $digits, $algorithm) === $code) {
            return $counter + $i;
        }
    }
    return null;
}

function example_base32_decode(string $text): string
{
    example_check(preg_match('/^([A-Za-z2-7]*)(=*)$/D', $text, $parts) === 1,
        'character');
    [, $symbols, $padding] = $parts;
    $rest = strlen($symbols) % 8;
    example_check(!in_array($rest, [1, 3, 6], true), 'length');
    example_check($padding === '' || strlen($padding) === (8 - $rest) % 8, 'padding');
    $bits = '';
    foreach (str_split(strtoupper($symbols), 1) as $symbol) {
        $place = strpos('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $symbol);
        $bits .= $symbol === '' ? '' : sprintf('%05b', $place);
    }
    $bytes = '';
    for ($i = 0; $i + 8 <= strlen($bits); $i += 8) {
        $bytes .= chr(bindec(substr($bits, $i, 8)));
    }
    return $bytes;
}

// ---- 3. The protocol: no need to change anything below ------------------------

const OPERATIONS = [
    'totp.generate' => ['totp', 'key time step t0 digits algorithm'],
    'hotp.generate' => ['hotp', 'key counter digits algorithm'],
    'totp.verify' => ['totp_verify',
        'key code time step t0 digits algorithm past future after'],
    'hotp.verify' => ['hotp_verify', 'key code counter lookAhead digits algorithm'],
    'base32.decode' => ['base32_decode', 'text'],
    // A slot otpauth_parse($uri) gives an array with the fields of a URI.
    'otpauth.parse' => ['otpauth_parse', 'uri'],
];

function filled(): array
{
    $isFilled = fn($op) => function_exists(OPERATIONS[$op][0]);
    return array_values(array_filter(array_keys(OPERATIONS), $isFilled));
}

/** A field as a slot takes it. */
function read(string $name, mixed $value): mixed
{
    if ($name === 'key') {
        return hex2bin($value);
    }
    if (in_array($name, ['time', 'step', 't0', 'counter', 'after'], true)) {
        return (string) (int) $value === $value ? (int) $value : $value;
    }
    return $value;
}

/** A slot's result as the protocol writes it. */
function value(string $op, mixed $result): mixed
{
    if ($op === 'base32.decode') {
        return bin2hex($result);
    }
    if (!str_ends_with($op, '.verify')) {
        return $result;
    }
    if ($result === null || is_bool($result)) {
        return ['accepted' => (bool) $result];
    }
    if ($op === 'hotp.verify') {
        return ['accepted' => true, 'counter' => (string) $result];
    }
    return ['accepted' => true, 'step' => (string) $result[0], 'drift' => $result[1]];
}

function answer(string $op, array $fields): array
{
    if (!in_array($op, filled(), true)) {
        return ['unsupported' => ['what' => $op]];
    }
    [$slot, $names] = OPERATIONS[$op];
    $names = explode(' ', $names);
    $given = $op === 'totp.verify' ? $fields + ['after' => null] : $fields;
    if (array_diff(array_keys($given), $names) || count($given) !== count($names)) {
        return ['unsupported' => ['what' => 'these fields']];
    }
    if (!preg_match('/^([0-9a-f]{2})*$/D', $given['key'] ?? '')) {
        return ['reject' => ['category' => 'key-malformed']];
    }
    $read = array_map(fn($name) => read($name, $given[$name]), $names);
    try {
        return ['value' => value($op, $slot(...$read))];
    } catch (Throwable $error) {
        $class = get_class($error);
        $isRefusal = fn($refusal) => $error instanceof $refusal;
        if (array_filter(REFUSALS, $isRefusal)) {
            return ['reject' => ['category' => 'unspecified', 'message' => $class]];
        }
        return ['fault' => ['message' => $class . ': ' . $error->getMessage()]];
    }
}

function respond(array $request): array
{
    if ($request['type'] !== 'hello') {
        return ['id' => $request['id']] + answer($request['op'], $request['in']);
    }
    return [
        'type' => 'hello', 'protocol' => 1,
        'implementation' =>
            ['name' => NAME, 'version' => VERSION, 'language' => 'php'],
        'capabilities' => array_merge(filled(), ABILITIES),
        'limits' => (object) LIMITS, 'policies' => (object) POLICIES,
    ];
}

while (($line = fgets(STDIN)) !== false) {
    try {
        $request = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
        if ($request['type'] === 'bye') {
            break;
        }
        $response = respond($request);
    } catch (Throwable $error) {    // a broken line must not end the adapter
        $response = ['id' => null, 'fault' => ['message' => $error->getMessage()]];
    }
    echo json_encode($response), "\n";
}

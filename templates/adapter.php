<?php
// An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.
//
//     otpkit conform -- php adapter.php
//
// It works as it is, with PHP's own HMAC. Put your code into hotp(), your
// name into HELLO, and claim there only what your code can do.
// Integers of PHP have 63 bits and a sign: with 64-bit counters of your own,
// raise counterBits and change number().

const HELLO = [
    'implementation' => ['name' => 'my-otp', 'version' => '0.1', 'language' => 'php'],
    // 't0' and 'step': TOTP with another T0 than 0, another step than 30 s.
    'capabilities' => ['hotp.generate', 'totp.generate',
        'sha1', 'sha256', 'sha512', 't0', 'step'],
    'limits' => ['digits' => ['min' => 6, 'max' => 9], 'counterBits' => 63],
    // 'policies' => [name => choice], where the standards leave a choice:
    // names in vectors/README.md.
];

// ---- Your code goes here ------------------------------------------------------

/** The code of a counter. $algorithm: "sha1", "sha256", "sha512". */
function hotp(string $algorithm, string $key, int $counter, int $digits): string
{
    $mac = hash_hmac($algorithm, pack('J', $counter), $key, true);
    $offset = ord($mac[strlen($mac) - 1]) & 15;
    $number = unpack('N', substr($mac, $offset, 4))[1] & 0x7fffffff;
    return str_pad((string) ($number % 10 ** $digits), $digits, '0', STR_PAD_LEFT);
}

// ---- The protocol: no need to change anything below ---------------------------

/** The input is refused, for a reason that vectors/README.md lists. */
class Reject extends Exception
{
}

function check(bool $isRight, string $category): void
{
    if (!$isRight) {
        throw new Reject($category);
    }
}

function number(string $text, string $category, int $least, int $most): int
{
    check(preg_match('/^-?(0|[1-9][0-9]*)$/D', $text) === 1, $category);
    check((string) (int) $text === $text, $category);
    check($least <= (int) $text && (int) $text <= $most, $category);
    return (int) $text;
}

function answer(string $op, array $field): string
{
    check(in_array($field['algorithm'], ['SHA1', 'SHA256', 'SHA512'], true),
        'algorithm-unknown');
    check(preg_match('/^([0-9a-f]{2})*$/D', $field['key']) === 1, 'key-malformed');
    check($field['key'] !== '', 'key-empty');
    check(in_array($field['digits'], [6, 7, 8, 9], true), 'digits-out-of-range');
    if ($op === 'hotp.generate') {
        $counter = number($field['counter'], 'counter-out-of-range', 0, PHP_INT_MAX);
    } else {
        $step = number($field['step'], 'step-out-of-range', 1, 86400);
        $t0 = (int) $field['t0'];
        $time = number($field['time'], 'time-out-of-range', $t0, PHP_INT_MAX);
        // A difference too large for an int becomes a float.
        $elapsed = $time - $t0;
        check(is_int($elapsed), 'time-out-of-range');
        $counter = intdiv($elapsed, $step);
    }
    return hotp(strtolower($field['algorithm']), hex2bin($field['key']),
        $counter, $field['digits']);
}

const FIELDS = [
    'hotp.generate' => ['algorithm', 'counter', 'digits', 'key'],
    'totp.generate' => ['algorithm', 'digits', 'key', 'step', 't0', 'time'],
];

function respond(array $request): array
{
    if ($request['type'] === 'hello') {
        return ['type' => 'hello', 'protocol' => 1] + HELLO;
    }
    ['id' => $id, 'op' => $op, 'in' => $field] = $request;
    $names = array_keys($field);
    sort($names);
    if (!isset(FIELDS[$op]) || $names !== FIELDS[$op]) {
        return ['id' => $id, 'unsupported' => ['what' => $op]];
    }
    try {
        return ['id' => $id, 'value' => answer($op, $field)];
    } catch (Reject $reason) {
        return ['id' => $id, 'reject' => ['category' => $reason->getMessage()]];
    } catch (Throwable $error) {    // a bug, in your code or in this file
        return ['id' => $id, 'fault' => ['message' => $error->getMessage()]];
    }
}

ini_set('display_errors', 'stderr');
while (($line = fgets(STDIN)) !== false) {
    try {
        $request = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
        if ($request['type'] === 'bye') {
            break;
        }
        $response = respond($request);
    } catch (Throwable $error) {    // a broken line must not end the adapter
        $response = ['id' => null, 'fault' => ['message' => $error->getMessage()]];
    }
    fwrite(STDOUT, json_encode($response, JSON_UNESCAPED_SLASHES) . "\n");
    fflush(STDOUT);
}

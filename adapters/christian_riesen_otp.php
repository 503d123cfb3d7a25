<?php
// SPDX-License-Identifier: Apache-2.0
// christian-riesen/otp. TOTP takes the number of the step, which the adapter
// computes; verification answers yes or no, or reads the clock, and is not
// claimed. Its choice of a hash is commented out, so there is SHA-1 alone; it has
// 6 and 8 digits, not 7.
require 'ChristianRiesen/Otp/autoload.php';

class Refused extends Exception {}

$version = $argv[1] ?? 'unknown';
$hello = [
    'type' => 'hello', 'protocol' => 1,
    'implementation' =>
        ['name' => 'christian-riesen/otp', 'version' => $version, 'language' => 'php'],
    'capabilities' => ['hotp.generate', 'totp.generate', 'sha1', 'step'],
    'limits' => ['digits' => ['min' => 6, 'max' => 8], 'counterBits' => 32],
    'policies' => new stdClass(),
];

function number(array $in, string $name, string $category): int
{
    $number = filter_var($in[$name], FILTER_VALIDATE_INT);
    if ($number === false || (string) $number !== $in[$name]) {
        throw new Refused($category);
    }
    return $number;
}

function otp(array $in): Otp\Otp
{
    $otp = new Otp\Otp();
    $otp->setDigits($in['digits']);
    if ($in['algorithm'] !== 'SHA1') {
        throw new Refused('algorithm-unknown');
    }
    return $otp;
}

function secret(array $in): string
{
    if (!preg_match('/\A([0-9a-f]{2})*\z/', $in['key'])) {
        throw new Refused('key-malformed');
    }
    return hex2bin($in['key']);
}

$operations = [
    'hotp.generate' => fn(array $in) =>
        otp($in)->hotp(secret($in), number($in, 'counter', 'counter-out-of-range')),
    'totp.generate' => function (array $in) {
        if ($in['t0'] !== '0') {
            throw new Refused('time-out-of-range');
        }
        $step = number($in, 'step', 'step-out-of-range');
        $time = number($in, 'time', 'time-out-of-range');
        return otp($in)->totp(secret($in), intdiv($time, $step));
    },
];

while (($line = fgets(STDIN)) !== false) {
    $message = json_decode($line, true);
    if ($message['type'] === 'bye') {
        break;
    }
    if ($message['type'] === 'hello') {
        $reply = $hello;
    } else {
        $operation = $operations[$message['op']] ?? null;
        try {
            $reply = $operation
                ? ['value' => $operation($message['in'])]
                : ['unsupported' => ['what' => 'op']];
        } catch (Refused $refused) {
            $reply = ['reject' => ['category' => $refused->getMessage()]];
        } catch (InvalidArgumentException | DivisionByZeroError $error) {
            $reply = ['reject' => ['category' => 'refused', 'message' => get_class($error)]];
        } catch (Throwable $error) {
            $reply = ['fault' => ['message' => get_class($error)]];
        }
        $reply = ['id' => $message['id']] + $reply;
    }
    echo json_encode($reply), "\n";
}

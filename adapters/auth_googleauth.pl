# SPDX-License-Identifier: Apache-2.0
# Auth::GoogleAuth. Six digits, SHA-1, TOTP; it takes time 0 for "now", and its
# verification answers yes or no only, so it is not claimed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Auth::GoogleAuth;
use Convert::Base32 qw(encode_base32);
use Kit;

Kit::serve(
    {   implementation => {
            name => 'Auth::GoogleAuth', version => "$Auth::GoogleAuth::VERSION",
            language => 'perl',
        },
        capabilities => [qw(totp.generate sha1 step)],
        limits       => { digits => { min => 6, max => 6 }, counterBits => 64 },
        policies     => {},
    },
    {   'totp.generate' => sub {
            my ($in) = @_;
            Kit::refuse('algorithm-unknown')   if $in->{algorithm} ne 'SHA1';
            Kit::refuse('digits-out-of-range') if $in->{digits} ne '6';
            Kit::refuse('time-out-of-range')   if $in->{t0} ne '0';
            my $key = Kit::key($in);
            Kit::refuse('key-empty') if $key eq '';
            return Auth::GoogleAuth->new->code(
                encode_base32($key),
                Kit::number( $in, 'time', 'time-out-of-range' ),
                Kit::number( $in, 'step', 'step-out-of-range' ) );
        },
    }
);

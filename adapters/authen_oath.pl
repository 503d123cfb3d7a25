# SPDX-License-Identifier: Apache-2.0
# Authen::OATH. It makes codes only; T0 is always 0.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Authen::OATH;
use Kit;

my %digest = (
    SHA1 => 'Digest::SHA1', SHA256 => 'Digest::SHA256', SHA512 => 'Digest::SHA512',
);

# Digest::HMAC takes a class without arguments; Digest::SHA is SHA-1 then.
{
    package Digest::SHA1;   our @ISA = 'Digest::SHA'; sub new { Digest::SHA->new(1) }
    package Digest::SHA256; our @ISA = 'Digest::SHA'; sub new { Digest::SHA->new(256) }
    package Digest::SHA512; our @ISA = 'Digest::SHA'; sub new { Digest::SHA->new(512) }
}
$INC{"Digest/$_.pm"} = __FILE__ for qw(SHA1 SHA256 SHA512);
require Digest::SHA;

sub oath {
    my ( $in, @more ) = @_;
    my $digest = $digest{ $in->{algorithm} } or Kit::refuse('algorithm-unknown');
    return Authen::OATH->new( digits => $in->{digits}, digest => $digest, @more );
}

Kit::serve(
    {   implementation =>
            { name => 'Authen::OATH', version => "$Authen::OATH::VERSION", language => 'perl' },
        capabilities => [qw(hotp.generate totp.generate sha1 sha256 sha512 step)],
        limits       => { counterBits => 64 },
        policies     => {},
    },
    {   'hotp.generate' => sub {
            my ($in) = @_;
            return '' . oath($in)
                ->hotp( Kit::key($in), Kit::number( $in, 'counter', 'counter-out-of-range' ) );
        },
        'totp.generate' => sub {
            my ($in) = @_;
            Kit::refuse('time-out-of-range') if $in->{t0} ne '0';
            my $step = Kit::number( $in, 'step', 'step-out-of-range' );
            return '' . oath( $in, timestep => $step )
                ->totp( Kit::key($in), Kit::number( $in, 'time', 'time-out-of-range' ) );
        },
    }
);

# Each fact that `treatyctl facts` lists is there to be asked for, of each kind
# of record, in each format; and each single value of a document is listed.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyCtl;
use TreatyFixture;
use TreatyHttpd;

my $JSON  = JSON::PP->new->utf8;
my $facts = $JSON->decode(treatyctl_ok('facts', '--report', 'json'));
my $MARK  = "\n--\n";

# By the kind of record: how an element names one, its data, and what of that
# the facts are members of; and how treatyctl names it.
my %record = (
    treaty => { element => 'id="opsc@2002-12-24"',
        data => 'treaties/opsc@2002-12-24.json',
        named => ['opsc@2002-12-24'] },
    pair => { element => 'id="opsc@2002-12-24" participant="usa"',
        data => 'treaties/opsc@2002-12-24.json',
        named => ['opsc@2002-12-24', 'usa'],
        row => sub {
            (grep { $_->{participant}{id} eq 'usa' } @{ $_[0]{participants} })[0]
        } },
    participant => { element => 'participant="usa@2002-12-24"',
        data => 'participants/usa@2002-12-24.json',
        named => ['participants/usa@2002-12-24'] },
    fact_sheet => { element => 'factsheet="2002-12-24-opsc@2002-12-24"',
        data => 'fact-sheets/2002-12-24-opsc@2002-12-24.json',
        named => ['fact-sheets/2002-12-24-opsc@2002-12-24'] },
);
# The ILO's treaty has no rule: what would be in it is unknown.
my %sparse = (treaty => 'id="ilo-c182"', participant => 'participant="cok"');

sub element {
    my ($record, $fact, $more) = @_;
    return qq(<!--#treaty $record fact="$fact") . ($more // '') . ' -->';
}

# A page with a fact in each of its forms.
sub forms_of {
    my ($record, $fact) = @_;
    return join $MARK, element($record, $fact),
        element($record, $fact, ' format="long"'),
        element($record, $fact, ' format="plain"'),
        element($record, $fact, ' format="ISO"'),
        element($record, $fact, ' var="v"')
            . '<!--#echo encoding="none" var="v" -->';
}

my %pages;
for my $kind (keys %record) {
    for my $fact (@{ $facts->{$kind} }) {
        $pages{"$kind/$fact->{name}.shtml"}
            = forms_of($record{$kind}{element}, $fact->{name});
        $pages{"$kind/short-$fact->{name}.shtml"}
            = element($record{$kind}{element}, $fact->{short_name})
            if defined $fact->{short_name};
        $pages{"sparse/$kind-$fact->{name}.shtml"}
            = element($sparse{$kind}, $fact->{name}, ' format="iso"')
            if $sparse{$kind};
    }
}

# All single values of a document by their paths; lists are left out.
sub values_of {
    my ($value, $path) = @_;
    return () if ref $value eq 'ARRAY';
    return ($path => $value) if ref $value ne 'HASH';
    return map {
        values_of($value->{$_}, defined $path ? "$path.$_" : $_)
    } keys %$value;
}

# A value as a machine reads it.
sub iso {
    my ($value) = @_;
    return '' if !defined $value;
    return $value ? 'true' : 'false' if JSON::PP::is_bool($value);
    return $value;
}

sub unescaped {
    my ($text) = @_;
    my %sign = (lt => '<', gt => '>', quot => '"', '#39' => "'", amp => '&');
    return $text =~ s/&(lt|gt|quot|#39|amp);/$sign{$1}/gr;
}

my %shape = (
    number  => qr/\A(?:0|[1-9][0-9]*)?\z/,
    day     => qr/\A(?:\d{4}-\d\d-\d\d)?\z/,
    code    => qr/\A[a-z_]*\z/,
    yes_no  => qr/\A(?:true|false)?\z/,
    address => qr{\A(?:https?:|/|\z)},
    text    => qr/\A/,
);

sub check_forms {
    my ($fact, $page, $iso) = @_;
    my ($html, $long, $plain, $machine, $variable) = split /$MARK/, $page, -1;
    my $name = $fact->{name};
    my ($tag, $attributes, $inside, $end) = $html
        =~ m{\A<(data|time|bdi|span) class="treaty-fact"([^<>]*)>([^<>]*)</(\w+)>\z}
        or return fail("$name: $html is no element of a fact");

    is $end, $tag, "$name: the element is closed";
    like $attributes, qr/ title="[^"]{3,}"/, "$name: and has a title";
    is $long, $html, "$name: long is what stands there unasked";
    is $plain, $inside, "$name: plain is its text";
    is unescaped($machine), $iso, "$name: the machine's value is the record's";
    is $variable, $iso, "$name: and so is a variable's";
    like $iso, $shape{ $fact->{kind} }, "$name: it is a $fact->{kind}";
    if ($tag eq 'data' || $tag eq 'time') {
        my ($value) = $attributes
            =~ ($tag eq 'time' ? qr/ datetime="([^"]*)"/ : qr/ value="([^"]*)"/);
        is $value, $machine, "$name: and the element's value";
    }
    is $plain, 'unknown', "$name: what is unknown says so" if $iso eq '';
    is $tag, $iso eq '' ? 'span' : 'time', "$name: a day is a time"
        if $fact->{kind} eq 'day';
    is $tag, $iso eq '' ? 'span' : 'data', "$name: a number is data"
        if $fact->{kind} eq 'number';
    return;
}

sub kind_of_record {
    my ($httpd, $kind) = @_;
    my $document = $JSON->decode(
        $httpd->get("/ref/$record{$kind}{data}")->{content});
    my $row    = $record{$kind}{row} ? $record{$kind}{row}->($document)
        : $document;
    my %value  = values_of($row);
    my %listed = map { $_->{name} => 1 } @{ $facts->{$kind} };

    is_deeply [grep { !$listed{$_} } sort keys %value], [],
        "$kind: each value of the document is listed as a fact";
    for my $fact (@{ $facts->{$kind} }) {
        my $name = $fact->{name};

        ok exists $value{$name}, "$kind: $name is in the document" or next;
        ok length $fact->{meaning}, "$name: it has a meaning";
        check_forms($fact, $httpd->get("/$kind/$name.shtml")->{content},
            iso($value{$name}));
        next if !defined $fact->{short_name};
        is $httpd->get("/$kind/short-$name.shtml")->{content},
            (split /$MARK/, $httpd->get("/$kind/$name.shtml")->{content})[0]
                =~ s/\n\z//r,
            "$name: its short name does as well";
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    kind_of_record($httpd, $_) for sort keys %record;
    for my $kind (sort keys %sparse) {
        unlike $httpd->get("/sparse/$kind-$_->{name}.shtml")->{content},
            qr/</, "$kind: $_->{name} is one of a sparse record, too"
            for @{ $facts->{$kind} };
    }
} documents => \%pages, config => "TreatyQueryTimeout 30s\n";

# The preview tells the same.
{
    my $db = published('facts.db', sample_record());

    for my $kind (sort keys %record) {
        my $told = $JSON->decode(treatyctl_ok('facts', '--report', 'json', $db,
            @{ $record{$kind}{named} }))->{$kind};
        my $document = $JSON->decode(
            treatyctl_ok('render', $db, $record{$kind}{data}));
        my $row = $record{$kind}{row} ? $record{$kind}{row}->($document)
            : $document;
        my %value = values_of($row);

        is_deeply [map { $_->{name} } @$told],
            [map { $_->{name} } @{ $facts->{$kind} }],
            "$kind: treatyctl tells of each";
        is_deeply { map { $_->{name} => unescaped($_->{iso}) } @$told },
            { map { $_ => iso($value{$_}) } keys %value },
            "$kind: the values of the record";
        is scalar(grep { !length $_->{plain} } @$told), 0,
            "$kind: each in words";
    }
    like treatyctl_ok('facts', $db, 'treaties/opsc'),
        qr/^adopted_on +day +25 May 2000  \[2000-05-25\]$/m,
        'without a report they are lines';
    like treatyctl_ok('facts'), qr/^Of a fact sheet: .*\n  id +text +\S/m,
        'without a database they are told with their meanings';
    is treatyctl('facts', $db)->{status}, 2, 'of which record has to be said';
    is treatyctl('facts', $db, 'subjects/x')->{status}, 2,
        'and it has to be one';
    my $run = treatyctl('facts', $db, 'treaties/opsx');
    is $run->{status}, 1, 'one that is not there is a finding';
    like $run->{err}, qr/There is no treaty/, 'and is told';
}

done_testing;

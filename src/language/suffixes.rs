//! What words have after their stem, by language: the most frequent endings of large lists of
//! words, folded and stemmed as the index does it: of the 250 most frequent those that a rule can
//! name. On a small site they teach more than its own.

/// The endings of a language by blanks; empty for a language without a list.
pub(super) fn of(language: &str) -> &'static str {
    match language {
        "de" => GERMAN,
        "en" => ENGLISH,
        "es" => SPANISH,
        "fr" => FRENCH,
        _ => "",
    }
}

const GERMAN: &str = "\
    e eder edern eders effizient el ela elas elektrisch ell elle ellem ellen eller ellere \
    ellerem elleren ellerer elleres elles ellst ellste ellstem ellsten ellster ellstes els em en \
    end ende endem enden endens ender endere enderem enderen enderer enderes endern enders endes \
    endest endet endete endetem endeten endeter endetes ends endst endste endstem endsten \
    endster endstes ene enem enen ener enerin enerinnen enern enes enheit enheiten ens er ere \
    erei ereien erem eren erer ererin ererinnen erern eres erheit erheiten erin erinnen erkennen \
    erkennend erkennende erlich erliche erlichem erlichen erlicher erlichere erlicherem \
    erlicheren erlicherer erlicheres erliches erlichst erlichste erlichstem erlichsten \
    erlichster erlichstes ern ers es est este estem esten ester estern estes ests et ete etem \
    eten eter etern etes ets heit heiten ig ige igem igen igend igende igendem igenden igender \
    igendes igens iger igere igerem igeren igerer igeres igerin igerinnen igern igers iges \
    igkeit igkeiten igs igst igste igstem igsten igster igstes igung igungen ik iken iker ikerin \
    ikerinnen ikern ikers iks isch ische ischem ischen ischer ischere ischerem ischeren ischerer \
    ischeres isches ischs ischst ischste ischstem ischsten ischster ischstes keit keiten lich \
    liche lichem lichen lichene lichenem lichenen lichener lichenes lichens licher lichere \
    licherem licheren licherer licheres liches lichkeit lichkeiten lichst lichste lichstem \
    lichsten lichster lichstes n ns s se sen ses st ste stem sten ster stern stes sts ung unge \
    ungen ungene ungenem ungenen ungener ungenes unger ungs";

const ENGLISH: &str = "\
    abilities ability able ableness ablenesses ables ably al aled aling alism alisms alities \
    ality alization alizations alize alized alizer alizes alizing ally alness alnesses als ance \
    ances ancies ancy ant anted antly ants ate ated atedly ately ateness atenesses ates ating \
    atingly ation ational ationalism ationally ations ative atively ativeness atives ator ators \
    bed bing bings d ded ding dings dly ds e eability eable eably eal ealed eality eally eate \
    eated ed edly eds eer eered eering eers eful efully efulness eic eing eism eity eive eives \
    eli ely ement ements ence ences encies ency eness enesses ent ented enting ently ents eous \
    eously eousness eousnesses er erative eratively ered ering eringly erly ers es fed fing ful \
    fully fulness fulnesses fuls ged gedly ging gings ibilities ibility ible ibleness iblenesses \
    ibles ibly ic ical icality ically icals icate icated icates icating ication ications icative \
    icator icators iced icing icities icity ics ies ilities ility ing ingly ings ion ional \
    ionalism ionalities ionality ionally ionals ioned ioning ions ism isms ist ists ities itis \
    ity ive ively iveness ivenesses ives ivities ivity ization izations ize ized izer izers izes \
    izing izingly l lable lables lant lants late lated lates lating lation lations lator led \
    lent ler lers li lic lied lies ling lment lous ls ly med ment mented ments ming mings ned \
    ness nesses ning nings or ors ous ously ousness ousnesses ped ping pings red ring s ted ting \
    tingly tings y ying yingly yings ys";

const SPANISH: &str = "\
    a aar aba aban abas abilidad able ablemente acion ad ada adamente adas ado ador adora ados \
    aer aica aicamente aico aida aidas aido air aismo amente amiento an ancia ancias ando andola \
    ante antemente antes anza anzas ar ara aran aras arla arme aron arse as ase aste ativa \
    ativamente ativas ativo cia cion e eabilidad eable eacion eada eadamente eadas eado eador \
    eadora eamente eamiento eando eante ear earse eas ed eer ees eida eidad eidas eido eimiento \
    eir eismo eista emente en er erla ernos erse es ible iblemente ica icacion icador icadora \
    icamente icancia icante icas icidad ico icos id ida idad idas ido idos iendo iera imiento \
    imos ir irla irlas irle irlo irse ismo ista iste iva ivamente ividad ivo mente o oar oer \
    oica oico oida oidos oir oismo oista os osa osacion osada osadamente osado osador osamente \
    osamiento osando osante osar osarse osas oser oserse osible osica osico osida osidad osido \
    osiera osismo osista osiva osivo oso ue ueada ueado ueamiento ueante uear uearse uen ues ya \
    yas yo";

const FRENCH: &str = "\
    a able ablement ables ai aient ais aise aises ait amment ance ances ant ante antes ants as \
    asse assent asses assiez assions ateur ateurs atif atifs ation ations ative ativement atives \
    atrice atrices ce ces e ea eai eaient eais eait eant eas easse eassent easses eassiez \
    eassions ement ements er era erai eraient erais erait eras erez eriez erions erons eront ers \
    es euse eusement euses eux ez i icateur ication ications ie ies iez if ifs iment ion ions \
    ique iquement iques ir ira irai iraient irais irait iras irent irez iriez irions irons iront \
    is isme ismes issaient issais issait issant issante issantes issants isse issement issements \
    issent isses issez issiez issions issons iste istes it ive ivement ives la lai laient lais \
    lait lant las lasse lassent lasses lassiez lassions le lement ler lera lerai leraient lerais \
    lerait leras lerez leriez lerions lerons leront les lez liez lions ment mment na nai naient \
    nais nait nant nas nasse nassent nasses nassiez nassions ne nement nements ner nera nerai \
    neraient nerais nerait neras nerez neriez nerions nerons neront nes neuse neuses nez niez \
    nions nisme niste nistes s se sement ses ta tai taient tais tait tant tas tasse te ter tera \
    terai teraient terais terait teras terez teriez terions terons teront tes tez tiez tion \
    tions ux x ya yai yaient yais yait yant yas yasse yassent yasses yassiez yassions yer yera \
    yerai yeraient yerais yerait yeras yerez yeriez yerions yerons yeront yez yiez yions";

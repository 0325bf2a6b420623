#include "core/model/training/tokenizer_training/common_words.h"

namespace kinora::training {

std::string_view common_english_words() {
    return R"(
the of and to in is it that was for on are as with his they at be this from have or by one had not but what all were when we
there can an your which their said if do will each about how up out them then she many some so these would other into has
more her two like him see time could no make than first been its who now people my made over did down only way find use may
water long little very after words called just where most know get through back much before go good new write our used me man
too any day same right look think also around another came come work three word must because does part even place well such
here take why things help put years different away again off went old number great tell men say small every found still
between name should home big give air line set own under read last never us left end along while might next sound below saw
something thought both few those always looked show large often together asked house world going want school important until
form food keep children feet land side without boy once animals life enough took sometimes four head above kind began almost
live page got earth need far hand high year mother light parts country father let night following picture being study second
eyes soon times story boys since white days ever paper hard near sentence better best across during today others however sure
means knew try told young miles sun ways thing whole hear example heard several change answer room sea against top turned
learn point city play toward five using himself usually money seen car morning morning's bed five six seven eight nine ten
eleven twelve twenty thirty hundred thousand million half quarter pair dozen zero
person woman girl child baby kid kids lady gentleman king queen prince princess knight wizard witch pirate soldier doctor
nurse teacher student farmer cook chef baker painter artist singer dancer actor musician police officer fireman astronaut
cowboy sailor pilot driver worker hero heroine monster ghost alien robot robots dragon unicorn fairy angel devil vampire
zombie mermaid giant dwarf elf friend friends family brother sister son daughter uncle aunt grandmother grandfather
neighbor crowd team couple group army
dog dogs cat cats puppy kitten horse horses pony cow cows pig pigs sheep lamb goat chicken hen rooster duck ducks goose
turkey rabbit bunny mouse mice rat hamster squirrel fox wolf bear bears panda lion lions tiger tigers leopard cheetah
elephant elephants giraffe zebra monkey gorilla camel deer moose kangaroo koala hippo rhino crocodile alligator snake lizard
turtle tortoise frog toad shark whale dolphin octopus squid crab lobster shrimp jellyfish seal penguin penguins owl eagle
hawk parrot crow raven sparrow pigeon dove swan peacock flamingo bee bees ant ants spider fly butterfly butterflies moth
beetle ladybug dragonfly worm snail bat dinosaur animal pet creature bug insect birds fishes feather fur tail wing wings paw
head face eye ear ears nose mouth lips tooth teeth tongue hair beard neck shoulder arm arms elbow finger fingers thumb chest
back leg legs knee foot toe toes body skin bone bones heart brain blood
hat cap helmet crown shirt pants jeans shorts skirt dress suit coat jacket sweater scarf gloves socks shoes shoe boots belt
tie glasses sunglasses watch ring necklace bag backpack purse umbrella mask costume uniform button pocket
house houses home building buildings tower castle palace church temple bridge road street highway path lane alley sidewalk
corner square market shop store mall restaurant cafe bar hotel hospital bank library museum theater cinema school university
office factory farm barn garage garden yard park playground zoo stadium airport station harbor port dock pier lighthouse
village town city cities countryside wall fence gate door doors window windows roof floor ceiling stairs step ladder elevator
room kitchen bathroom bedroom hall basement attic balcony porch chimney fireplace pool fountain statue tent hut cave
table chair desk sofa couch bed lamp light lights candle mirror clock carpet curtain shelf box boxes basket bottle glass cup
mug plate bowl dish spoon fork knife pan pot kettle oven stove fridge sink towel soap brush broom bucket key keys lock book
books newspaper magazine letter envelope stamp card map flag sign poster picture photo photograph painting drawing pen pencil
paint ink phone telephone computer laptop keyboard screen television radio camera speaker headphones toy toys doll puzzle
game games dice kite drum guitar piano violin flute trumpet bell whistle
car cars truck trucks bus buses taxi van train trains subway tram bicycle bike bikes motorcycle scooter tractor ambulance
boat boats ship ships ferry canoe submarine airplane airplanes plane planes jet helicopter rocket rockets spaceship satellite
wheel wheels tire engine motor fuel road traffic race racing vehicle machine machines tool tools hammer saw nail screw drill
rope chain wire pipe pump spring magnet battery
apple apples banana bananas orange oranges grape grapes lemon cherry cherries strawberry peach pear plum pineapple
watermelon melon coconut mango kiwi berry berries fruit fruits vegetable vegetables carrot potato tomato onion garlic pepper
corn cucumber lettuce cabbage broccoli pumpkin bean beans pea peas rice bread toast butter cheese milk cream yogurt egg eggs
meat beef pork ham bacon sausage steak soup salad sandwich burger pizza pasta noodles sushi cake cakes pie cookie cookies
candy chocolate sugar honey jam salt oil tea coffee juice wine beer soda ice dessert breakfast lunch dinner meal snack
sky skies cloud clouds sun sunshine sunlight sunrise sunset moon moonlight star stars planet planets galaxy comet meteor
universe space earth mars jupiter saturn world land island continent mountain mountains hill hills valley canyon cliff rock
rocks stone stones sand dust mud clay soil ground field fields meadow grass lawn forest forests jungle wood woods desert
beach shore coast bay sea seas ocean oceans wave waves tide river rivers stream creek lake pond waterfall swamp ice iceberg
glacier snow snowy snowflake snowflakes snowman frost rain rainy raindrop raindrops rainbow storm stormy thunder lightning
wind windy breeze tornado hurricane fog foggy mist misty smoke steam fire fires flame flames spark sparks lava volcano
earthquake flood weather climate temperature season spring summer autumn fall winter
tree trees leaf leaves branch branches root roots trunk bush bushes plant plants flower flowers rose roses tulip sunflower
lily daisy petal petals seed seeds cactus palm pine oak bamboo moss mushroom mushrooms vine
color colors colour colours red orange yellow green blue purple violet pink brown black white gray grey gold golden silver
bronze beige tan maroon navy cyan turquoise teal magenta crimson scarlet indigo lavender ivory colorful colourful bright dark
pale light vivid shiny glowing transparent rainbow striped spotted plain
big bigger biggest small smaller smallest large larger huge giant tiny little tall taller short shorter long longer wide
narrow thick thin fat slim deep shallow high higher low lower heavy soft hard smooth rough sharp flat round square oval
curved straight hot warm cool cold wet dry clean dirty new old young ancient modern fast faster quick slow slower loud quiet
silent strong weak rich poor happy sad angry scared afraid tired sleepy hungry thirsty sick healthy brave shy kind nice mean
funny silly serious crazy cute pretty beautiful handsome ugly lovely gorgeous amazing wonderful awesome great good better
best bad worse worst easy difficult simple strange weird magic magical mysterious famous popular real fake true false full
empty open closed broken fresh sweet sour bitter salty spicy delicious wild calm peaceful busy crowded lonely lazy free safe
dangerous friendly gentle proud perfect special normal usual rare common
go goes going gone went come comes coming came walk walks walking walked run runs running ran jump jumps jumping jumped hop
hops hopping skip fly flies flying flew swim swims swimming swam climb climbs climbing crawl crawling dance dances dancing
danced sing sings singing sang play plays playing played ride rides riding drive drives driving sail sails sailing row
rowing skate skating ski skiing surf surfing slide slides sliding roll rolls rolling spin spins spinning turn turns turning
rotate rotates rotating twist twisting bounce bounces bouncing fall falls falling drop drops dropping rise rises rising float
floats floating drift drifts drifting sink sinks sinking dive dives diving throw throws throwing catch catches catching kick
kicks kicking hit hits hitting push pushes pushing pull pulls pulling lift lifts lifting carry carries carrying hold holds
holding grab drop shake shakes shaking wave waves waving swing swings swinging stand stands standing stood sit sits sitting
sat lie lies lying sleep sleeps sleeping wake waking rest rests resting eat eats eating ate drink drinks drinking cook cooks
cooking bake baking cut cuts cutting draw draws drawing paint paints painting write writes writing read reads reading talk
talks talking speak speaks speaking say says laugh laughs laughing smile smiles smiling cry cries crying shout shouting
whisper look looks looking watch watches watching see sees seeing stare show shows showing hide hides hiding find finds
finding search chase chases chasing follow follows following fight fights fighting kiss kissing hug hugging touch touching
open opens opening close closes closing build builds building built make makes making break breaks breaking burn burns
burning explode explodes exploding melt melts melting freeze freezing grow grows growing grew shrink shrinks shrinking
bloom blooming shine shines shining glow glows glowing sparkle sparkling flash flashing blink blinking blow blows blowing
flow flows flowing pour pouring splash splashes splashing spray fill filling move moves moving moved stop stops stopping
start starts starting begin begins beginning end ends ending wait waits waiting stay stays staying leave leaves leaving
arrive arrives arriving enter enters entering cross crosses crossing pass passes passing land lands landing launch launches
launching appear appears appearing disappear disappears disappearing become becomes becoming change changes changing
transform transforms transforming circle circles circling orbit orbits orbiting travel travels traveling wander zoom zooms
zooming pan pans panning tilt tilts tilting track tracking
above below under over beside behind before between among inside outside onto toward towards away across through around
along near far next top bottom middle center centre edge side front back left right up down upward upwards downward
downwards forward forwards backward backwards sideways north south east west
very really quite almost always never sometimes often slowly quickly gently softly quietly loudly suddenly smoothly
rapidly carefully happily sadly easily together alone apart again twice
scene scenes shot shots closeup wide angle view views perspective background foreground landscape portrait animation
animated cartoon anime movie film video clip footage documentary cinematic realistic realism photorealistic style styles
watercolor sketch comic pixel pixels retro vintage neon minimal minimalist abstract fantasy futuristic cyberpunk art artwork
illustration render rendered render 3d 2d 4k 8k hd hdr slow motion timelapse loop looping detailed detail quality
resolution sharp blurry blurred focus bokeh lens macro aerial drone overhead lighting shadow shadows reflection reflections
texture pattern patterns shape shapes circle circles triangle triangles square squares rectangle cube cubes sphere spheres
cone cylinder pyramid spiral line lines dot dots stripe stripes ball balls ring rings star heart hearts diamond crystal
bubble bubbles balloon balloons gift present ribbon party birthday christmas halloween easter holiday festival wedding
fireworks music song dance sport sports football soccer basketball baseball tennis golf hockey boxing race winner team
time hour hours minute minutes second seconds morning noon afternoon evening midnight dawn dusk yesterday tomorrow week
month january february march april june july august september october november december monday tuesday wednesday thursday
friday saturday sunday moment future past present history dream dreams idea magic power energy force speed light sound noise
voice silence love peace war hope fear joy anger fun luck question problem reason truth secret surprise adventure journey
travel trip vacation job money price gift news story stories book
metal iron steel copper plastic rubber wooden paper cotton wool silk leather glass concrete brick
yes no please thanks hello goodbye not without don't doesn't isn't it's i'm you're let's)";
}

}  // namespace kinora::training

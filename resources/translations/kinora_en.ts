<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>kinora::FrameForm</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeTile</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ModelPicker</name>
    <message numerus="yes">
        <source>Use %n frame(s)</source>
        <translation>
            <numerusform>Use %n frame</numerusform>
            <numerusform>Use %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ProjectFiles</name>
    <message numerus="yes">
        <source>%1 was not closed properly. It has %n change(s) that were not saved.</source>
        <translation>
            <numerusform>%1 was not closed properly. It has %n change that was not saved.</numerusform>
            <numerusform>%1 was not closed properly. It has %n changes that were not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::StatusLine</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::Verification</name>
    <message numerus="yes">
        <source>Verified: %n stage(s) agree with the reference.</source>
        <translation>
            <numerusform>Verified: %n stage agrees with the reference.</numerusform>
            <numerusform>Verified: %n stages agree with the reference.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It differs from the reference in %n stage(s).</source>
        <translation>
            <numerusform>It differs from the reference in %n stage.</numerusform>
            <numerusform>It differs from the reference in %n stages.</numerusform>
        </translation>
    </message>
</context>
</TS>
